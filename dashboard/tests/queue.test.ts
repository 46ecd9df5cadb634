import { describe, expect, test } from 'vitest';
import { arrange, bestHint, commonLanguage, inOrder, LINGER, standing, withPending } from '../src/lib/queue';
import { speak } from '../src/lib/i18n';
import { whyHere } from '../src/lib/order';
import type { Place } from '../src/lib/queue';
import type { Question } from '../src/lib/wire';
import { at, question } from './made';

const NOW = 1_000_000;

function map(...questions: Question[]): Map<number, Question> {
  return new Map(questions.map((one) => [one.id, one]));
}

function ids(places: readonly Place[]): number[] {
  return places.map((place) => place.question.id);
}

function shelf(...questions: Question[]): Place[] {
  return arrange([], questions, map(...questions), { now: NOW, still: false });
}

describe('the order', () => {
  test('is the longest wait first, what is pinned before all', () => {
    const questions = [question(3), question(1), question(2, { pinned: true })];
    expect(questions.sort(inOrder).map(({ id }) => id)).toEqual([2, 1, 3]);
  });

  test('counts head starts as if they had been waited', () => {
    const again = [{ reason: 'asked_again', seconds: 180 }] as const;
    const ahead = question(4, { asked_at: at(4), head_starts: [...again] });
    expect([question(2), ahead].sort(inOrder).map(({ id }) => id)).toEqual([4, 2]);
    const late = question(6, { asked_at: at(6), head_starts: [...again] });
    expect([question(2), late].sort(inOrder).map(({ id }) => id)).toEqual([2, 6]);
  });

  test('is explained in the language of the desk', () => {
    const head_starts = [{ reason: 'people' as const, seconds: 120 }];
    const why = (locale: 'en' | 'pl') => whyHere(question(2, { head_starts, pinned: true }), speak(locale));
    expect(why('en')).toMatch(/^Kept at the top\. Asked at \d\d:02\. Several people: counts 2 min more\.$/);
    expect(why('pl')).toContain('Kilka osób: liczy się 2 min dłużej.');
  });
});

describe('standing', () => {
  test('tells apart what is on air, what waits and what is trouble', () => {
    const trouble = question(1, { kind: 'trouble', topic: 'about_live' });
    const onAir = question(2, { status: 'acknowledged' });
    const stand = standing([question(3), onAir, trouble, question(4, { status: 'answered' })], new Map());
    expect(stand.now?.id).toBe(2);
    expect(stand.waiting.map(({ id }) => id)).toEqual([3]);
    expect(stand.trouble.map(({ id }) => id)).toEqual([1]);
  });

  test('keeps trouble with anything but the Live itself in the queue', () => {
    const login = question(1, { kind: 'trouble', topic: 'digital' });
    expect(standing([login], new Map()).waiting).toEqual([login]);
  });

  test('shows the one taken last, the other waits on', () => {
    const both = [question(1, { status: 'acknowledged' }), question(2, { status: 'acknowledged' })];
    const stand = standing(both, new Map([[1, 50], [2, 40]])); // prettier-ignore
    expect(stand.now?.id).toBe(1);
    expect(stand.waiting.map(({ id }) => id)).toEqual([2]);
  });

  test('follows what the host has just decided', () => {
    const [decided] = withPending([question(1)], new Map([[1, { status: 'answered' }]])); // prettier-ignore
    expect(decided?.status).toBe('answered');
  });

  test('and what was not decided is the very same', () => {
    const [one, two] = [question(1), question(2)];
    expect(withPending([one, two], new Map([[1, { pinned: true }]]))[1]).toBe(two); // prettier-ignore
  });
});

describe('places in the list', () => {
  const [one, two, three] = [question(1), question(2), question(3)];
  const answered = question(2, { status: 'answered' });

  test('who is answered stays where it was', () => {
    const places = arrange(shelf(one, two, three), [one, three], map(one, answered, three), {
      now: NOW,
      still: false,
    });
    expect(ids(places)).toEqual([1, 2, 3]);
    expect(places[1]).toMatchObject({ leftAt: NOW, question: { status: 'answered' } });
  });

  test('who waits on keeps the very place', () => {
    const before = shelf(one, three);
    const [first, second, third] = arrange(before, [one, two, three], map(one, two, three), {
      now: NOW,
      still: false,
    });
    expect([first, third]).toEqual(before);
    expect([first === before[0], second?.question, third === before[1]]).toEqual([true, two, true]);
  });

  test('and goes after five seconds, once nobody is in the list', () => {
    const all = map(one, answered, three);
    const left = arrange(shelf(one, two, three), [one, three], all, { now: NOW, still: true });
    const later = NOW + LINGER;
    expect(ids(arrange(left, [one, three], all, { now: later, still: true }))).toEqual([1, 2, 3]);
    expect(ids(arrange(left, [one, three], all, { now: later - 1, still: false }))).toEqual([1, 2, 3]);
    expect(ids(arrange(left, [one, three], all, { now: later, still: false }))).toEqual([1, 3]);
  });

  test('undo brings it back in its place', () => {
    const left = arrange(shelf(one, two), [one], map(one, answered), { now: NOW, still: false });
    const back = arrange(left, [one, two], map(one, two), { now: NOW + 1000, still: false });
    expect(back.map(({ leftAt }) => leftAt)).toEqual([null, null]);
    expect(ids(back)).toEqual([1, 2]);
  });

  test('nothing moves under a hand: who comes back or in stands at the end', () => {
    const places = arrange(shelf(two, three), [one, two, three], map(one, two, three), {
      now: NOW,
      still: true,
    });
    expect(ids(places)).toEqual([2, 3, 1]);
    const free = arrange(places, [one, two, three], map(one, two, three), { now: NOW, still: false });
    expect(ids(free)).toEqual([1, 2, 3]);
  });

  test('a question joined with another says so', () => {
    const places = arrange(shelf(one, two), [one], map(one), { now: NOW, still: false });
    expect(places[1]).toMatchObject({ gone: true, question: { id: 2 } });
  });
});

test('the best hint that was not waved away is shown', () => {
  const hints = [
    { from: 'host', seq: 8, text: 'a', score: 0.4 },
    { from: 'host', seq: 9, text: 'b', score: 0.9 },
  ] as const;
  const asked = question(1, { hints: [...hints] });
  expect(bestHint(7, asked, new Set())?.seq).toBe(9);
  expect(bestHint(7, asked, new Set(['7/1/9']))?.seq).toBe(8);
  expect(bestHint(7, asked, new Set(['7/1/9', '7/1/8']))).toBeNull();
});

test('the common language is that of most questions', () => {
  expect(commonLanguage([question(1), question(2, { language: 'pl' }), question(3)])).toBe('id');
  expect(commonLanguage([])).toBe('');
});
