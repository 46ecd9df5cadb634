/** The nine numbers that only TikTok's LIVE Center knows, as people type them. */
import type { LiveCenter } from './wire';

export const NUMBERS = [
  'lc_views',
  'lc_unique_viewers',
  'lc_avg_watch_time_s',
  'lc_peak_viewers',
  'lc_new_followers',
  'lc_comments',
  'lc_shares',
  'lc_diamonds',
  'lc_gifters',
] as const satisfies readonly (keyof LiveCenter)[];

export type Name = (typeof NUMBERS)[number];
export type Typed = Record<Name, string>;
export type Numbers = Record<Name, number | null>;

/** Read one number, null where nothing is typed, undefined where it is none. A time may be written as 1:32. */
export function read(name: Name, text: string): number | null | undefined {
  const plain = text.replace(/\s/g, '');
  if (plain === '') return null;
  const time = name === 'lc_avg_watch_time_s' ? /^(?:(\d{1,2}):)?(\d{1,4}):([0-5]\d)$/.exec(plain) : null;
  if (time) return Number(time[1] ?? 0) * 3600 + Number(time[2]) * 60 + Number(time[3]);
  return /^\d{1,10}$|^\d{1,3}([.,’'])\d{3}(\1\d{3}){0,2}$/.test(plain)
    ? Number(plain.replace(/\D/g, ''))
    : undefined;
}

/** Write a number as it is typed. */
export function written(name: Name, number: number | null): string {
  if (number === null) return '';
  if (name !== 'lc_avg_watch_time_s') return String(number);
  return `${Math.floor(number / 60)}:${String(number % 60).padStart(2, '0')}`;
}

/** What is known in place of what stood there, but where somebody has typed since. */
export function filled(known: Numbers, stood: Typed, typed: Typed): Typed {
  return allOf((name) => (typed[name] === stood[name] ? written(name, known[name]) : typed[name]));
}

/** Those that are no numbers. */
export function unreadable(typed: Typed): Name[] {
  return NUMBERS.filter((name) => read(name, typed[name]) === undefined);
}

/** Everything typed, as numbers. */
export function numbers(typed: Typed): Numbers {
  return allOf((name) => read(name, typed[name]) ?? null);
}

/** One of these for each number. */
export function allOf<T>(one: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(NUMBERS.map((name) => [name, one(name)])) as Record<Name, T>;
}
