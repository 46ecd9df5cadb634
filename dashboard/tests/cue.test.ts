import { expect, test } from 'vitest';
import { chime, LOUDEST } from '../src/lib/cue';

/** What a context is told to play, written down. */
function recorder() {
  const loud: { value: number; at: number }[] = [];
  const stops: number[] = [];
  const note = (value: number, at: number) => loud.push({ value, at });
  const gain = { setValueAtTime: note, exponentialRampToValueAtTime: note };
  const next = { connect: () => next };
  const tone = {
    frequency: { value: 0 },
    connect: () => next,
    start: () => {},
    stop: (at: number) => stops.push(at),
  };
  const context = {
    currentTime: 5,
    destination: {},
    createOscillator: () => tone,
    createGain: () => ({ gain }),
  };
  return { context: context as unknown as BaseAudioContext, loud, stops };
}

test('the cue is short, soft, and begins and ends in silence', () => {
  const { context, loud, stops } = recorder();
  chime(context);
  expect(stops).toHaveLength(2);
  expect(Math.max(...stops)).toBeLessThan(5.5);
  expect(Math.max(...loud.map(({ value }) => value))).toBe(LOUDEST);
  expect(LOUDEST).toBeLessThanOrEqual(0.1);
  const byTime = loud.toSorted((a, b) => a.at - b.at);
  expect([byTime[0]?.value, byTime.at(-1)?.value]).toEqual([0.0001, 0.0001]);
});
