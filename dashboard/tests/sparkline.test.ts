import { expect, test } from 'vitest';
import { shapes } from '../src/lib/sparkline';
import { minute, question } from './made';

const size = { width: 100, height: 50 };

test('nothing is drawn before the first minute', () => {
  expect(shapes([], [], size)).toMatchObject({ lines: [], bars: [], last: null });
});

test('the curve is broken where nothing could be received', () => {
  const timeline = [0, 1, 2, 3, 4, 5].map((index) => minute(index, { gap_seconds: index === 2 ? 52 : 0 }));
  const drawn = shapes(timeline, [], size);
  expect(drawn.lines).toHaveLength(2);
  expect(drawn.gaps).toHaveLength(1);
});

test('everything stays inside the drawing', () => {
  const timeline = Array.from({ length: 60 }, (_, index) => minute(index));
  const drawn = shapes(timeline, [question(0), question(59), question(999)], size);
  for (const { x, y, width } of drawn.bars) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(size.width);
    expect(y).toBeGreaterThanOrEqual(0);
  }
  for (const { x } of drawn.ticks) expect(x).toBeLessThanOrEqual(size.width);
});

test('an open question is a bold tick, a dismissed one none', () => {
  const asked = [question(1), question(2, { status: 'answered' }), question(3, { status: 'dismissed' })];
  const { ticks } = shapes([minute(0), minute(5)], asked, size);
  expect(ticks.map(({ open }) => open)).toEqual([true, false]);
});
