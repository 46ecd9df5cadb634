import { describe, expect, test } from 'vitest';
import { speak } from '../src/lib/i18n';
import { healthLine, notice, type Circumstances } from '../src/lib/notices';
import type { Health } from '../src/lib/wire';
import { START } from './made';

const en = speak('en');

function ago(seconds: number): string {
  return new Date(START - seconds * 1000).toISOString();
}

function health(over: Partial<Health> = {}): Health {
  const well: Health = {
    state: 'live',
    since: ago(600),
    message: '',
    code: '',
    retry_at: null,
    attempt: 1,
    last_frame_at: ago(1),
    undecoded: {},
  };
  return { ...well, ...over };
}

const well: Circumstances = { health: health(), lostAt: null, gap: null, remark: '', ended: false };

describe('the health line', () => {
  test('says how old the last message is', () => {
    const line = healthLine(health(), null, START, en);
    expect(line).toMatchObject({ word: 'Connected', detail: 'last message 1 s ago', unwell: false });
  });

  test('says when TikTok was last asked, before the Live', () => {
    const waiting = health({ state: 'waiting', since: ago(8), last_frame_at: null });
    expect(healthLine(waiting, null, START, en)).toMatchObject({
      word: 'Not live yet',
      detail: 'checked 8 s ago',
    });
  });

  test('says when it tries again', () => {
    const lost = health({ state: 'reconnecting', retry_at: new Date(START + 12_000).toISOString() });
    expect(healthLine(lost, null, START, en)).toMatchObject({ detail: 'tries again in 12 s', unwell: true });
  });

  test('does not mention a stream that is lost for less than two seconds', () => {
    expect(healthLine(health(), START - 2_000, START, en).word).toBe('Connected');
    expect(healthLine(health(), START - 2_001, START, en).word).toBe('Desk offline');
  });
});

describe('the notice in the dock', () => {
  test('is silent while all is well', () => {
    expect(notice(well, START, en)).toBeNull();
  });

  test('tells of this page first, then what was refused, then the listener, then a gap', () => {
    const gap = { from: START - 52_000, until: START, seconds: 52 };
    const lost = health({ state: 'reconnecting', last_frame_at: ago(26) });
    const all: Circumstances = { health: lost, lostAt: START - 5_000, gap, remark: 'No.', ended: false };
    expect(notice(all, START, en)).toMatchObject({ button: 'retry' });
    expect(notice({ ...all, lostAt: null }, START, en)?.text).toBe('No.');
    const listener = notice({ ...all, lostAt: null, remark: '' }, START, en);
    expect(listener?.text).toBe('Connection lost 26 s ago. Your list is safe; keep talking.');
    expect(notice({ ...well, gap }, START, en)?.text).toMatch(/^52 s not seen/);
  });

  test('leaves a short gap to the chat', () => {
    expect(notice({ ...well, gap: { from: 0, until: 3_000, seconds: 3 } }, START, en)).toBeNull();
  });

  test('says a fault in the language of the desk, and one it does not know as the service says it', () => {
    const failed = (code: string) => ({
      ...well,
      health: health({ state: 'failed', code, message: 'Odd.' }),
    });
    expect(notice(failed('key_refused'), START, speak('pl'))?.text).toMatch(/^Usługa podpisująca/);
    expect(notice(failed('new_fault'), START, en)?.text).toBe('Odd.');
  });
});
