import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backOff, openStream, type Link } from '../src/lib/socket';
import type { Frame } from '../src/lib/wire';
import { snapshot } from './made';

/** The browser's socket, without a network: a test plays the service. */
class FakeSocket {
  static all: FakeSocket[] = [];
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number }) => void = () => {};
  closed = false;

  constructor(readonly address: string) {
    FakeSocket.all.push(this);
  }

  close(): void {
    this.closed = true;
    this.onclose({ code: 1005 });
  }

  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error('No socket has been opened.');
    return last;
  }
}

let seq: number | undefined;
let links: Link[];
let frames: Frame[];
let quiet: number;

function open() {
  return openStream<Frame>({
    address: (after) => `ws://desk/stream?after=${after}`,
    seq: () => seq,
    onFrame: (frame) => {
      frames.push(frame);
      seq = frame.seq;
    },
    onLink: (link, since) => {
      links.push(link);
      if (link === 'stale') quiet = since;
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  [seq, links, frames] = [undefined, [], []];
  const page = { addEventListener: vi.fn(), removeEventListener: vi.fn(), visibilityState: 'visible' };
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', page);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a stream', () => {
  test('goes on from the last seq after a loss', () => {
    open();
    FakeSocket.last.onmessage({ data: JSON.stringify(snapshot(41)) });
    FakeSocket.last.onclose({ code: 1006 });
    expect(links).toEqual(['connecting', 'open', 'lost']);
    vi.advanceTimersByTime(250);
    expect(FakeSocket.last.address).toBe('ws://desk/stream?after=41');
  });

  test('comes back at once when it fell behind', () => {
    open();
    FakeSocket.last.onclose({ code: 4008 });
    vi.advanceTimersByTime(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('stays away when the token is refused', () => {
    open();
    FakeSocket.last.onclose({ code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(links.at(-1)).toBe('refused');
  });

  test('that may be dead after a sleep is opened anew from the last seq, and says for how long it was quiet', () => {
    open();
    FakeSocket.last.onmessage({ data: JSON.stringify(snapshot(41)) });
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersByTime(5_000);
    expect(links).toEqual(['connecting', 'open', 'stale', 'connecting']);
    expect(quiet).toBe(605_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.address).toBe('ws://desk/stream?after=41');
  });

  test('of a hidden page is left alone however late its timers are', () => {
    open();
    FakeSocket.last.onmessage({ data: JSON.stringify(snapshot(41)) });
    vi.stubGlobal('document', { visibilityState: 'hidden', removeEventListener: vi.fn() });
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('is not reopened after it was closed on purpose', () => {
    open().close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeSocket.last.closed).toBe(true);
  });
});

test('the wait doubles, is bounded and spread', () => {
  expect([1, 2, 3, 4].map((attempt) => backOff(attempt, 1))).toEqual([250, 500, 1000, 2000]);
  expect(backOff(50, 1)).toBe(10_000);
  expect(backOff(4, 0)).toBe(1000);
});
