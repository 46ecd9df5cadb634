import { expect, test } from 'vitest';
import { band, clock, minutes, seconds } from '../src/lib/time';

test('a wait is told in bands: new, waiting, long, overdue', () => {
  const waits = [0, 2, 3, 5, 6, 9, 10, 240];
  expect(waits.map(band)).toEqual(['fresh', 'fresh', 'wait', 'wait', 'long', 'long', 'over', 'over']);
});

test('a minute counts when it is full', () => {
  expect(minutes(0, 59_999)).toBe(0);
  expect(minutes(0, 180_000)).toBe(3);
});

test('a clock that runs behind never shows a negative wait', () => {
  expect(minutes(60_000, 0)).toBe(0);
  expect(seconds(60_000, 0)).toBe(0);
});

test('a duration reads as on a clock', () => {
  expect([0, 42, 2832, 3850].map(clock)).toEqual(['0:00', '0:42', '47:12', '1:04:10']);
});
