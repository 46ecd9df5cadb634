/**
 * The selected card is the one with the keyboard's focus: one truth for eyes, keys and screen readers.
 *
 * A card bears its question's id in `data-question`; cards that have left the queue bear none.
 */
import type { Question } from './wire';

/** The list and what is on air, in the order of the screen. */
const PLACES = '[data-questions] li, [data-question]';

/** The question whose card has the focus, or null. */
export function selected(questions: readonly Question[]): Question | null {
  const card = document.activeElement?.closest<HTMLElement>('[data-question]');
  return questions.find((question) => card?.dataset['question'] === String(question.id)) ?? null;
}

/** Give the focus to the next card (`step` 1) or the one before (-1); from nowhere, to the first or the last. */
export function move(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(PLACES)];
  if (step < 0) all.reverse();
  const at = all.findIndex((place) => place.contains(document.activeElement));
  focus(all.slice(at + 1).find(isWaiting));
}

/** The card to go on to when this question leaves the queue: the one after it, else the one before. */
export function following(question: Question): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('[data-question]')];
  const at = all.findIndex((card) => card.dataset['question'] === String(question.id));
  return all[at + 1] ?? all[at - 1];
}

export function focus(card: HTMLElement | undefined): void {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
}

function isWaiting(place: HTMLElement): boolean {
  return place.dataset['question'] !== undefined;
}

/** Whether the arrows belong to something else than the queue: the chat scrolls by them. */
export function ownsArrows(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return false;
  return target.closest('[data-questions]') === null;
}
