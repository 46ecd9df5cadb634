import { expect, test } from 'vitest';
import { speak } from '../src/lib/i18n';
import { waiting, what } from '../src/lib/thanks';
import { kindness } from './made';

const due = { until: 9, people: [kindness(1), kindness(2, { last: 9 }), kindness(3)], more: 4 };

function left(...thanked: { until: number; entries?: number[] }[]): [number[], number] {
  const { people, more } = waiting(
    due,
    thanked.map((one) => ({ thanked: one })),
  );
  return [people.map(({ entry }) => entry), more];
}

test('who was thanked here is off the list before the service says so', () => {
  expect(left()).toEqual([[1, 2, 3], 4]);
  expect(left({ until: 9, entries: [1] })).toEqual([[2, 3], 4]);
  expect(left({ until: 9 })).toEqual([[], 0]);
});

test('who did something more in the meantime stays', () => {
  expect(left({ until: 8 })).toEqual([[2], 0]);
});

test('before the first count nobody waits', () => {
  expect(waiting(null, [])).toEqual({ people: [], more: 0 });
});

test('what somebody did is counted in the language of the desk', () => {
  const bayu = kindness(1, { gifts: 3, gift: 'Rose', shares: 2 });
  expect(what(bayu, speak('en'))).toBe('3 gifts (Rose), follows now, 2 shares');
  expect(what(bayu, speak('pl'))).toBe('3 prezenty (Rose), nowa obserwacja, 2 udostępnienia');
});
