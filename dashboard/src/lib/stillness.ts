/** Whether somebody's hand or focus is in a list: then nothing in it may move. */

/** How long after a touch a list still counts as under the hand, in milliseconds. */
const TOUCH = 1_500;

export class Stillness {
  #touchedAt = -Infinity;
  #down = false;

  /** A finger came down and stays. */
  down(): void {
    this.#down = true;
  }

  /** A finger came down or was lifted. */
  touched(): void {
    this.#down = false;
    this.#touchedAt = performance.now();
  }

  /** A finger that is down, or was a moment ago. */
  touching(): boolean {
    return this.#down || performance.now() - this.#touchedAt < TOUCH;
  }

  /** A pointer over the list, a touch a moment ago, or the keyboard's focus in it. */
  of(list: HTMLElement | undefined): boolean {
    if (!list) return false;
    const hovers = matchMedia('(hover: hover)').matches && list.matches(':hover');
    return hovers || this.touching() || list.querySelector(':focus-visible') !== null;
  }
}
