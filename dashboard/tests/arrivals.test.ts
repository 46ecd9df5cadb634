import { expect, test } from 'vitest';
import { arrivals, PAUSE } from '../src/lib/arrivals';
import type { Question } from '../src/lib/wire';
import { question } from './made';

/** A desk that is asked again and again; `waiting` are all questions unless it says otherwise. */
function desk() {
  const arrived = arrivals();
  return (now: number, all: Question[], { broadcast = 1, since = 0, waiting = all } = {}): number[] =>
    arrived({ now, broadcast, since, all, waiting }).map(({ id }) => id);
}

test('what stands there at the beginning is not new, what comes after is, once', () => {
  const ask = desk();
  expect(ask(0, [question(1)])).toEqual([]);
  expect(ask(1_000, [question(1), question(2)])).toEqual([2]);
  expect(ask(20_000, [question(1), question(2, { askers: 9 })])).toEqual([]);
});

test('several are told together, no sooner than ten seconds after the last', () => {
  const ask = desk();
  ask(0, []);
  expect(ask(1_000, [question(1)])).toEqual([1]);
  expect(ask(5_000, [question(1), question(2)])).toEqual([]);
  expect(ask(1_000 + PAUSE, [question(1), question(2), question(3)])).toEqual([2, 3]);
});

test('a question that a merge took away and undo brings back is not new', () => {
  const ask = desk();
  ask(0, [question(1), question(2)]);
  expect(ask(20_000, [question(1)])).toEqual([]);
  expect(ask(40_000, [question(1), question(2)])).toEqual([]);
});

test('what no longer waits when it could be told is not told', () => {
  const ask = desk();
  ask(0, []);
  const answered = question(1, { status: 'answered' });
  expect(ask(20_000, [answered], { waiting: [] })).toEqual([]);
  expect(ask(40_000, [question(1)])).toEqual([]);
});

test('of very many that stood there, those that come in a little later are not new either', () => {
  const ask = desk();
  ask(0, [question(1)], { since: 2 });
  expect(ask(20_000, [question(1), question(2), question(3)], { since: 2 })).toEqual([3]);
});

test('another broadcast begins anew', () => {
  const ask = desk();
  ask(0, [question(1)]);
  expect(ask(20_000, [question(1), question(2)], { broadcast: 2 })).toEqual([]);
  expect(ask(40_000, [question(1), question(2), question(3)], { broadcast: 2 })).toEqual([3]);
});
