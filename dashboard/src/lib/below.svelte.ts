/** What lies below the edge of the screen in a list, and how much of it is new. */
import { SvelteSet } from 'svelte/reactivity';
import type { Place } from './queue';

export interface Below {
  readonly count: number;
  /** Those below that have never been in view. */
  readonly fresh: number;
  /** Scroll on by most of a page. */
  show: () => void;
}

interface Watched {
  list: HTMLElement | undefined;
  /** What may cover the list's end where the page scrolls. */
  dock: HTMLElement | undefined;
  places: readonly Place[];
}

/** Watch a list; call from a component. It is measured when it scrolls, resizes or changes. */
export function below(watched: () => Watched): Below {
  const seen = new SvelteSet<number>();
  let begun = false;
  let hidden = $state.raw<number[]>([]);
  const fresh = $derived(hidden.filter((id) => !seen.has(id)).length);

  function measure(): void {
    const { list, dock, places } = watched();
    if (!list || !dock) return;
    const edge = edgeOf(list, dock);
    const ids = places.map((place) => place.question.id);
    const under = ids.slice(firstUnder(ids.length, list, edge));
    // What was there when the desk opened is not news, wherever it stands.
    for (const id of ids) if (!begun || !under.includes(id)) seen.add(id);
    begun ||= ids.length > 0;
    hidden = under;
  }

  $effect(() => {
    const { list, places } = watched();
    if (!list || places.length < 0) return;
    const frame = requestAnimationFrame(measure);
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    document.addEventListener('scroll', measure, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('scroll', measure, { capture: true });
    };
  });

  return {
    get count() {
      return hidden.length;
    },
    get fresh() {
      return fresh;
    },
    show() {
      const list = watched().list;
      const next = list?.children[watched().places.findIndex((place) => place.question.id === hidden[0])];
      (next ?? list?.lastElementChild)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    },
  };
}

/** The lowest line at which a card is still seen: the list's own edge, or the dock's that covers the page. */
function edgeOf(list: HTMLElement, dock: HTMLElement): number {
  const end = scrolls(list) ? list.getBoundingClientRect().bottom : innerHeight;
  return Math.min(dock.getBoundingClientRect().top, end);
}

function scrolls(list: HTMLElement): boolean {
  return getComputedStyle(list).overflowY === 'auto';
}

/** The index of the first of so many cards that is below the edge, found by halving: each look may cost a layout. */
function firstUnder(cards: number, list: HTMLElement, edge: number): number {
  let [from, until] = [0, cards];
  while (from < until) {
    const middle = (from + until) >> 1;
    if (isUnder(list.children[middle], edge)) until = middle;
    else from = middle + 1;
  }
  return from;
}

/** Whether a card is below the edge; one that is not in the page yet is. */
function isUnder(card: Element | undefined, edge: number): boolean {
  if (!card) return true;
  const { top, height } = card.getBoundingClientRect();
  return top + height / 2 > edge;
}
