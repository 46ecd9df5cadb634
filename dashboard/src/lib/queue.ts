/**
 * The queue: who waits, who is on air, and where each card stands on the screen.
 *
 * A card keeps its place. What is answered stays where it was until nobody's hand or focus is in the list, and new
 * questions come in at the end.
 */
import { headStart } from './order';
import type { Hint, Question, Status } from './wire';

/** How long a card that left the queue stays in its place, in milliseconds. */
export const LINGER = 5_000;

/** What is pinned, then what has waited longest, head starts included. */
export function inOrder(a: Question, b: Question): number {
  return Number(b.pinned) - Number(a.pinned) || rank(a) - rank(b) || a.id - b.id;
}

function rank(question: Question): number {
  return Date.parse(question.asked_at) - headStart(question);
}

/** A decision that the desk shows at once and the service has not confirmed yet. */
export type Pending = ReadonlyMap<number, Partial<Question>>;

/** The questions as the host has just decided them; the service has the last word. */
export function withPending(questions: Iterable<Question>, pending: Pending): Question[] {
  return Array.from(questions, (question) => {
    const shown = pending.get(question.id);
    return shown ? { ...question, ...shown } : question;
  });
}

/** What viewers report about sound, picture or connection: it is mended, not answered. */
export function isTrouble(question: Question): boolean {
  return question.kind === 'trouble' && question.topic === 'about_live';
}

/** Whether a question in this state still waits for an answer. */
export function isUnanswered(status: Status): boolean {
  return status === 'open' || status === 'acknowledged';
}

/** The desk's questions by where they stand. */
export interface Standing {
  now: Question | null;
  waiting: Question[];
  trouble: Question[];
}

/**
 * Tell apart what is on air, what waits and what is trouble with the Live. Of several that have been taken (two
 * desks), the one taken last is on air; the others wait on.
 */
export function standing(questions: readonly Question[], taken: ReadonlyMap<number, number>): Standing {
  const unanswered = questions.filter((question) => isUnanswered(question.status)).sort(inOrder);
  const asked = unanswered.filter((question) => !isTrouble(question));
  const takenAt = (question: Question) => taken.get(question.id) ?? 0;
  const now = asked
    .filter((question) => question.status === 'acknowledged')
    .reduce<Question | null>((a, b) => (a && takenAt(a) > takenAt(b) ? a : b), null);
  return {
    now,
    waiting: asked.filter((question) => question.id !== now?.id),
    trouble: unanswered.filter(isTrouble),
  };
}

/** A card's place in the list. `leftAt` is when its question stopped waiting, null while it waits. */
export interface Place {
  question: Question;
  leftAt: number | null;
  /** Whether the question is no more: joined with another, or deleted. */
  gone: boolean;
}

/**
 * Give every waiting question a place. While somebody's hand or focus is in the list (`still`), nothing moves: who
 * left stays, who is new comes last. Otherwise the order is the queue's, and who left `LINGER` ago is gone.
 */
export function arrange(
  places: readonly Place[],
  waiting: readonly Question[],
  all: ReadonlyMap<number, Question>,
  at: { now: number; still: boolean },
): Place[] {
  const byId = new Map(waiting.map((question) => [question.id, question]));
  const kept = places
    .map((place) => settle(place, byId, all, at.now))
    .filter((place) => place.leftAt === null || at.still || at.now - place.leftAt < LINGER);
  const known = new Set(kept.map((place) => place.question.id));
  const added = waiting.filter((question) => !known.has(question.id)).map(placed);
  return at.still ? [...kept, ...added] : sorted(kept, waiting);
}

function placed(question: Question): Place {
  return { question, leftAt: null, gone: false };
}

function settle(
  place: Place,
  waiting: ReadonlyMap<number, Question>,
  all: ReadonlyMap<number, Question>,
  now: number,
): Place {
  const { id } = place.question;
  const question = waiting.get(id);
  if (question === place.question && place.leftAt === null) return place;
  if (question) return placed(question);
  const leftAt = place.leftAt ?? now;
  return { question: all.get(id) ?? place.question, leftAt, gone: !all.has(id) };
}

/** The queue's order, with each card that left still behind the one it stood behind. */
function sorted(kept: readonly Place[], waiting: readonly Question[]): Place[] {
  const byId = new Map(kept.map((place) => [place.question.id, place]));
  const result = waiting.map((question) => byId.get(question.id) ?? placed(question));
  kept.forEach((place, index) => {
    if (place.leftAt === null) return;
    const before = kept[index - 1]?.question.id;
    const at = result.findIndex((other) => other.question.id === before);
    result.splice(at + 1, 0, place);
  });
  return result;
}

/** Knows which hints were waved away, by `hintKey`. */
export type Known = Pick<ReadonlySet<string>, 'has'>;

/** The hint to show on a card: the best that the host has not waved away. */
export function bestHint(broadcast: number, question: Question, waved: Known): Hint | null {
  const open = question.hints.filter((hint) => !waved.has(hintKey(broadcast, question, hint)));
  return open.reduce<Hint | null>((a, b) => (a && a.score >= b.score ? a : b), null);
}

/** Names a hint of a question, among those of all broadcasts. */
export function hintKey(broadcast: number, question: Question, hint: Hint): string {
  return `${broadcast}/${question.id}/${hint.seq}`;
}

/** The language most questions are in; the others say theirs. */
export function commonLanguage(questions: readonly Question[]): string {
  const count = new Map<string, number>();
  for (const { language } of questions) count.set(language, (count.get(language) ?? 0) + 1);
  return [...count].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0] as [string, number])[0];
}
