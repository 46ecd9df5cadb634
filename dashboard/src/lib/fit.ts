/** Makes a text as large as wished, or as small as its place asks: nothing is ever cut off. */

const STEP = 0.94;
/** What gives way first, and how far: what stands under the text, then the text; one that is longer still scrolls. */
const GIVES: readonly (readonly [property: string, least: number])[] = [
  ['--fit-under', 0.5],
  ['--fit', 0.34],
];

/** Set `--fit` and `--fit-under` on an element so that what is in it is no higher than it is, whatever changes. */
export function fit(element: HTMLElement): () => void {
  function measure(): void {
    for (const [property] of GIVES) element.style.setProperty(property, '1');
    for (const [property, least] of GIVES)
      for (let share = STEP; share > least && isFull(element); share *= STEP)
        element.style.setProperty(property, String(share));
  }
  const sizes = new ResizeObserver(measure);
  const texts = new MutationObserver(measure);
  sizes.observe(element.parentElement ?? element);
  texts.observe(element, { subtree: true, characterData: true, childList: true });
  void document.fonts.ready.then(measure);
  return () => {
    sizes.disconnect();
    texts.disconnect();
  };
}

function isFull(element: HTMLElement): boolean {
  return element.scrollHeight > element.clientHeight + 1;
}
