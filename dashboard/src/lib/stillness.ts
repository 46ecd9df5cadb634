/** Whether somebody's hand or focus is in a list: then nothing in it may move. */

/** How long after a touch a list still counts as under the hand, in milliseconds. */
const TOUCH = 1_500;

export class Stillness {
  #touchedAt = -Infinity;

  /** A finger came down or was lifted. */
  touched(): void {
    this.#touchedAt = performance.now();
  }

  /** A pointer over the list, a touch a moment ago, or the keyboard's focus in it. */
  of(list: HTMLElement | undefined): boolean {
    if (!list) return false;
    const hovers = matchMedia('(hover: hover)').matches && list.matches(':hover');
    return (
      hovers || performance.now() - this.#touchedAt < TOUCH || list.querySelector(':focus-visible') !== null
    );
  }
}
