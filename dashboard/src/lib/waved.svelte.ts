/** Hints that the host has said No to: they do not come back, in this browser, not even after a reload. */
import { SvelteSet } from 'svelte/reactivity';

const STORE = 'livedesk.waved';
/** So many are remembered, the latest. */
const KEPT = 500;

export class Waved {
  readonly #keys = new SvelteSet<string>(JSON.parse(localStorage.getItem(STORE) ?? '[]') as string[]);

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.add(key);
    localStorage.setItem(STORE, JSON.stringify([...this.#keys].slice(-KEPT)));
  }
}
