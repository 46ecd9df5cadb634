/** The stream that comes back: after a loss it goes on from the last seq that was seen. */
const FELL_BEHIND = 4008;
const REFUSED = 4401;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
/** A stream that has been quiet for so long is tried anew when the page is looked at again. */
const STALE = 15_000;

/** Between two looks at the clock, which tell that the computer slept when one comes late. */
const BEAT = 5_000;

/** `stale`: nothing tells whether it still stands, so it is opened anew. */
export type Link = 'connecting' | 'open' | 'lost' | 'stale' | 'refused';

export interface Wiring<Frame> {
  /** The address for `after`, the last seq seen, or undefined before the first snapshot. */
  address: (after: number | undefined) => string;
  /** The last seq seen. */
  seq: () => number | undefined;
  onFrame: (frame: Frame) => void;
  /** How the line stands; `quiet` is for how long nothing has come, in milliseconds. */
  onLink: (link: Link, quiet: number) => void;
}

export interface Stream {
  /** Try at once instead of waiting on. */
  retry: () => void;
  close: () => void;
}

/** How long to wait before the n-th try (from 1), in milliseconds: doubling, bounded, spread by `chance` in 0..1. */
export function backOff(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * chance;
}

/** Keep a stream open until it is closed by us or the token is refused. */
export function openStream<Frame>({ address, seq, onFrame, onLink }: Wiring<Frame>): Stream {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let heardAt = Date.now();
  let beatAt = Date.now();

  function tell(link: Link): void {
    onLink(link, Date.now() - heardAt);
  }

  function connect(): void {
    clearTimeout(timer);
    const mine = new WebSocket(address(seq()));
    socket = mine;
    tell('connecting');
    mine.onmessage = (event: MessageEvent<string>) => {
      attempt = 0;
      heardAt = Date.now();
      tell('open');
      onFrame(JSON.parse(event.data) as Frame);
    };
    mine.onclose = (event) => {
      if (socket === mine) lost(event.code);
    };
  }

  function lost(code: number): void {
    socket = null;
    if (code === REFUSED) return tell('refused');
    tell('lost');
    attempt += 1;
    timer = setTimeout(connect, code === FELL_BEHIND ? 0 : backOff(attempt, Math.random()));
  }

  function drop(): void {
    const old = socket;
    socket = null;
    clearTimeout(timer);
    old?.close();
  }

  function retry(): void {
    drop();
    connect();
  }

  function renew(): void {
    tell('stale');
    retry();
  }

  function look(): void {
    beatAt = Date.now();
    if (document.visibilityState === 'visible' && Date.now() - heardAt > STALE) renew();
  }

  /** After a sleep a socket looks open and is dead. The timers of a hidden page are late anyway: it has `look`. */
  function beat(): void {
    const late = Date.now() - beatAt - BEAT;
    beatAt = Date.now();
    if (document.visibilityState === 'visible' && late > STALE) renew();
  }

  const beating = setInterval(beat, BEAT);
  window.addEventListener('online', renew);
  document.addEventListener('visibilitychange', look);
  connect();
  return {
    retry,
    close() {
      clearInterval(beating);
      window.removeEventListener('online', renew);
      document.removeEventListener('visibilitychange', look);
      drop();
    },
  };
}
