/** What staff note of a broadcast: of the whole of it, and of moments at which something changed. */
import type { Note } from './wire';

export type Aspect = Note['aspect'];

export const ASPECTS = [
  'camera',
  'light',
  'microphone',
  'place',
  'hosts',
  'other',
  'content',
  'tags',
] as const satisfies readonly Aspect[];

const HOUR = 3_600_000;

/** What is noted of the whole broadcast, empty where nothing is. */
export function texts(notes: readonly Note[]): Record<Aspect, string> {
  const found = Object.fromEntries(ASPECTS.map((aspect) => [aspect, ''])) as Record<Aspect, string>;
  for (const note of notes) if (note.offset_s === null) found[note.aspect] = note.text;
  return found;
}

/** The aspects whose text is no longer what was noted. */
export function corrected(before: Record<Aspect, string>, now: Record<Aspect, string>): Aspect[] {
  return ASPECTS.filter((aspect) => before[aspect].trim() !== now[aspect].trim());
}

/** A time of day as a time field holds it. */
export function clockOf(at: number): string {
  const time = new Date(at);
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** How many seconds after the beginning it was this time of day: on that day or the next, or in the hour before. */
export function offsetOf(clock: string, startedAt: number): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const earliest = startedAt - HOUR;
  const found = new Date(earliest);
  found.setHours(hours, minutes, 0, 0);
  if (found.getTime() < earliest) found.setDate(found.getDate() + 1);
  return (found.getTime() - startedAt) / 1000;
}
