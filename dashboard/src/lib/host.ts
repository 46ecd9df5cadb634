/** The host's screen: which questions stand on it, and how large, so that they read well from where the host stands. Pure. */
import { inOrder, LINGER } from './queue';
import type { Question } from './wire';

/** The height of letters that reads well from a distance (a 200th of it is the least), by ISO 9241-3. */
const LETTER = 0.0064;
/** The share of the font size that a capital letter is high. */
const CAPITAL = 0.7;
/** What browsers take an inch for, and so a pixel. */
const NOMINAL_PIXEL = 0.0254 / 96;

/** The width of a bank card (ISO/IEC 7810 ID-1), in metres. */
const CARD = 0.0856;
/** How many pixels wide a bank card is where nobody has measured. */
export const CARD_PIXELS = Math.round(CARD / NOMINAL_PIXEL);

/** The font size of a question, in pixels, to be read from so many metres; `card` is how wide a bank card is in pixels. */
export function questionPixels(metres: number, card: number): number {
  return (metres * LETTER) / CAPITAL / (CARD / card);
}

/** Cards on the screen at once, what is on air included. */
const MOST = 3;
/** What a card needs, in sizes of its question's letters: two lines, and one of facts. */
const CARD_LINES = 2.6;

/** How many questions fit beside what is on air on a screen so high: fewer, but as large as they must be. */
export function roomFor(height: number, pixels: number): number {
  return Math.min(MOST, Math.max(2, Math.floor(height / (pixels * CARD_LINES)))) - 1;
}

/** The host's list, as helpers keep it. */
export function listedOf(waiting: readonly Question[]): Question[] {
  const listed = waiting.filter((question) => question.listed !== null);
  return listed.sort((a, b) => (a.listed ?? 0) - (b.listed ?? 0) || inOrder(a, b));
}

/** The questions as the host should take them: the host's list, then the queue. */
export function hostOrder(waiting: readonly Question[]): Question[] {
  return [...listedOf(waiting), ...waiting.filter((question) => question.listed === null)];
}

/** A place on the list before the question that stands `index`-th in it, or behind all of them. */
export function placeAt(list: readonly Question[], index: number): number {
  const before = list[index - 1]?.listed ?? null;
  const behind = list[index]?.listed ?? null;
  if (before === null) return behind === null ? 1 : behind - 1;
  return behind === null ? before + 1 : (before + behind) / 2;
}

/** A place on the host's screen. `leftAt` is when its question stopped waiting, null while it waits. */
export interface Seat {
  id: number;
  leftAt: number | null;
}

/** Where questions stand; `known` were there when the host last did something. */
export interface Seats {
  seated: readonly Seat[];
  known: ReadonlySet<number>;
}

export const EMPTY_SEATS: Seats = { seated: [], known: new Set() };

/** Seat everybody anew, by the order as it is: the host has done something. */
export function seat(order: readonly Question[], room: number): Seats {
  const ids = order.map(({ id }) => id);
  return { seated: ids.slice(0, room).map(sitting), known: new Set(ids) };
}

function sitting(id: number): Seat {
  return { id, leftAt: null };
}

/**
 * Who has a seat keeps it. Who no longer waits stays a little, struck through, and then the next in order comes behind
 * the others. While a hand is on the screen (`still`) nobody comes or goes.
 */
export function settle(
  seats: Seats,
  order: readonly Question[],
  room: number,
  at: { now: number; still: boolean },
): Seats {
  const ids = order.map(({ id }) => id);
  const stay = seats.seated
    .map(({ id, leftAt }) => ({ id, leftAt: ids.includes(id) ? null : (leftAt ?? at.now) }))
    .filter(({ leftAt }) => leftAt === null || at.still || at.now - leftAt < LINGER)
    .slice(0, room);
  if (at.still) return { ...seats, seated: stay };
  const free = ids.filter((id) => !stay.some((seat) => seat.id === id)).slice(0, room - stay.length);
  return { seated: [...stay, ...free.map(sitting)], known: new Set([...seats.known, ...free]) };
}

/** How many wait whom the host has not yet had a chance to see. */
export function unseen(seats: Seats, order: readonly Question[]): number {
  return order.filter(({ id }) => !seats.known.has(id)).length;
}

/** A text without the handles in it: nobody's name stands on the host's screen. */
export function withoutHandles(text: string): string {
  return text.replace(/@[\p{L}\p{N}_][\p{L}\p{N}_.]*/gu, '@…');
}
