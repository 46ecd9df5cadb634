/** How long things take, and how urgent a wait is. */

export type Band = 'fresh' | 'wait' | 'long' | 'over';

/** The bands from the calmest to the most urgent. */
export const BANDS: readonly Band[] = ['fresh', 'wait', 'long', 'over'];

const FROM_MINUTE: Record<Band, number> = { fresh: 0, wait: 3, long: 6, over: 10 };

/** Whole minutes between two times in milliseconds; a clock that runs behind gives 0, not a negative wait. */
export function minutes(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 60_000));
}

/** Whole seconds between two times in milliseconds, never negative. */
export function seconds(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 1000));
}

/** The band of a wait of so many minutes. */
export function band(waited: number): Band {
  return BANDS.findLast((name) => waited >= FROM_MINUTE[name]) ?? 'fresh';
}

/** Seconds as a clock shows them: `0:42`, `47:12`, `1:04:10`. */
export function clock(total: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, rest] = [Math.floor(total / 3600), total % 3600];
  const [mins, secs] = [Math.floor(rest / 60), Math.floor(rest % 60)];
  return hours > 0 ? `${hours}:${two(mins)}:${two(secs)}` : `${mins}:${two(secs)}`;
}
