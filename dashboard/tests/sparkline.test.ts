import { expect, test } from 'vitest';
import { shapes, type Shapes } from '../src/lib/sparkline';
import { course } from '../src/lib/timeline';
import type { Pulse, Question } from '../src/lib/wire';
import { minute, missed, PULSE, question } from './made';

const size = { width: 100, height: 50 };

function drawing(pulse: Partial<Pulse>, questions: Question[] = []): Shapes {
  return shapes(course({ ...PULSE, ...pulse }, questions), size);
}

test('nothing is drawn before the first minute', () => {
  expect(drawing({})).toMatchObject({ lines: [], bars: [], last: null });
});

test('the curve is broken where nothing could be received', () => {
  const timeline = [0, 1, 2, 3, 4, 5].map((index) => minute(index));
  const drawn = drawing({ timeline, gaps: [missed(2.1, 2.9)] });
  expect(drawn.lines).toHaveLength(2);
  expect(drawn.gaps).toHaveLength(1);
});

test('everything stays inside the drawing', () => {
  const timeline = Array.from({ length: 60 }, (_, index) => minute(index));
  const drawn = drawing({ timeline }, [question(0), question(59), question(999)]);
  for (const { x, y, width } of drawn.bars) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(size.width);
    expect(y).toBeGreaterThanOrEqual(0);
  }
  for (const { x } of drawn.ticks) expect(x).toBeLessThanOrEqual(size.width);
});

test('an open question is a bold tick, a dismissed one none', () => {
  const asked = [question(1), question(2, { status: 'answered' }), question(3, { status: 'dismissed' })];
  const { ticks } = drawing({ timeline: [minute(0), minute(5)] }, asked);
  expect(ticks.map(({ open }) => open)).toEqual([true, false]);
});
