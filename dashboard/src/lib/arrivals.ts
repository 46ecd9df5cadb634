/** Which questions are new since it was last asked: told together, at most once in ten seconds. Pure. */
import type { Question } from './wire';

/** What has been told may be followed by more no sooner than this, in milliseconds. */
export const PAUSE = 10_000;

export interface Circumstances {
  now: number;
  broadcast: number;
  /** The seq with which the page began. */
  since: number;
  /** Every question there is, and those of them that wait. */
  all: readonly Question[];
  waiting: readonly Question[];
}

/**
 * Tells, whenever it is asked, which questions have come in. A question is new once: not when more people ask it, nor
 * when it comes back because a merge or a decision was undone. What stood there at the beginning is not new, though of
 * very many questions some come in a little later.
 */
export function arrivals(): (is: Circumstances) => readonly Question[] {
  let shown: number | null = null;
  let began = 0;
  let toldAt = -Infinity;
  const known = new Set<number>();

  return ({ now, broadcast, since, all, waiting }) => {
    const begins = shown !== broadcast;
    if (begins) {
      known.clear();
      began = since;
    }
    shown = broadcast;
    const arrived = begins ? [] : waiting.filter(({ id }) => id > began && !known.has(id));
    if (arrived.length > 0 && now - toldAt < PAUSE) return [];
    for (const { id } of all) known.add(id);
    if (arrived.length > 0) toldAt = now;
    return arrived;
  };
}
