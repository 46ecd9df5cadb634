import { expect, test } from 'vitest';
import {
  CARD_PIXELS,
  EMPTY_SEATS,
  hostOrder,
  placeAt,
  questionPixels,
  roomFor,
  seat,
  settle,
  unseen,
  withoutHandles,
} from '../src/lib/host';
import { LINGER } from '../src/lib/queue';
import { question } from './made';

const ids = (questions: { id: number }[]) => questions.map(({ id }) => id);

test.each([
  [0.7, 24],
  [1, 35],
  [1.5, 52],
  [2, 69],
  [3, 104],
])('from %d m a question is %d px high on a screen of nominal pixels', (metres, pixels) => {
  expect(Math.round(questionPixels(metres, CARD_PIXELS))).toBe(pixels);
});

test('on a screen of finer pixels it takes more of them', () => {
  expect(questionPixels(2, 2 * CARD_PIXELS)).toBeCloseTo(2 * questionPixels(2, CARD_PIXELS));
});

test('a low screen shows fewer questions, never smaller ones', () => {
  expect(roomFor(800, 69)).toBe(2);
  expect(roomFor(800, 104)).toBe(1);
  expect(roomFor(200, 104)).toBe(1);
});

test("the helpers' list goes before the queue, by its own places", () => {
  const waiting = [question(1), question(2, { listed: 2 }), question(3, { listed: 1 }), question(4)];
  expect(ids(hostOrder(waiting))).toEqual([3, 2, 1, 4]);
});

test.each([
  [0, 0],
  [1, 1.5],
  [2, 3],
])('a place before the %d-th of the list is %d', (index, place) => {
  const list = [question(1, { listed: 1 }), question(2, { listed: 2 })];
  expect(placeAt(list, index)).toBe(place);
  expect(placeAt([], 0)).toBe(1);
});

const AT = { now: 0, still: false };
const seated = (seats: { seated: readonly { id: number }[] }) => seats.seated.map(({ id }) => id);

test('who has a seat keeps it, whoever comes before in the order', () => {
  const before = seat([question(5), question(6), question(7)], 2);
  const order = [question(1), question(5), question(6), question(7)];
  const after = settle(before, order, 2, AT);
  expect(seated(after)).toEqual([5, 6]);
  expect(unseen(after, order)).toBe(1);
});

test('who no longer waits stays a little, then the next in order comes behind the others', () => {
  const before = seat([question(5), question(6), question(7)], 2);
  const order = [question(1), question(6), question(7)];
  const left = settle(before, order, 2, AT);
  expect(left.seated).toEqual([
    { id: 5, leftAt: 0 },
    { id: 6, leftAt: null },
  ]);
  expect(seated(settle(left, order, 2, { now: LINGER, still: false }))).toEqual([6, 1]);
});

test('who comes back before they have gone has kept the seat', () => {
  const before = seat([question(5), question(6)], 2);
  const left = settle(before, [question(6)], 2, AT);
  expect(settle(left, [question(5), question(6)], 2, { now: LINGER, still: false }).seated).toEqual(
    before.seated,
  );
});

test('under a hand nobody comes or goes', () => {
  const before = seat([question(5), question(6)], 2);
  const held = settle(before, [question(7)], 2, { now: 10 * LINGER, still: true });
  expect(seated(held)).toEqual([5, 6]);
  expect(unseen(held, [question(7)])).toBe(1);
});

test('questions that come into an empty screen take their seats in order', () => {
  expect(seated(settle(EMPTY_SEATS, [question(1), question(2), question(3)], 2, AT))).toEqual([1, 2]);
});

test("nobody's handle stands on the host's screen", () => {
  expect(withoutHandles('kak @ani.baca, dan @bób_99? mail@x')).toBe('kak @…, dan @…? mail@…');
});
