import { expect, test } from 'vitest';
import { clockOf, corrected, offsetOf, texts } from '../src/lib/notes';
import type { Note } from '../src/lib/wire';

const STARTED = new Date(2026, 10, 21, 23, 30, 20).getTime();

function note(aspect: Note['aspect'], text: string, offset: number | null = null): Note {
  return { kind: 'noted', aspect, text, offset_s: offset, by: 'host' };
}

test('what changed in the course is no text of the whole broadcast', () => {
  const { light, camera } = texts([note('light', 'window'), note('light', 'lamp', 60)]);
  expect([light, camera]).toEqual(['window', '']);
});

test('only what is worded otherwise is noted again', () => {
  const before = texts([note('light', 'window'), note('place', 'hall')]);
  expect(corrected(before, { ...before, light: 'lamp ', place: ' hall' })).toEqual(['light']);
});

test('a time of day is of the night of the broadcast', () => {
  expect(offsetOf('23:32', STARTED)).toBe(100);
  expect(offsetOf('00:10', STARTED)).toBe(39 * 60 + 40);
  expect(offsetOf('23:00', STARTED)).toBe(-30 * 60 - 20);
  expect(clockOf(STARTED + 100_000)).toBe('23:32');
});
