/** Puts what a button opens beside that button, inside the window. */

const MARGIN = 8;

/** Place `panel` under `anchor`, or above it where there is no room; both in the top layer's coordinates. */
export function place(panel: HTMLElement, anchor: HTMLElement): void {
  const button = anchor.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = button.bottom + 4;
  const above = button.top - height - 4;
  const top = below + height + MARGIN <= innerHeight ? below : Math.max(MARGIN, above);
  const left = Math.min(button.right - width, innerWidth - width - MARGIN);
  panel.style.top = `${top}px`;
  panel.style.left = `${Math.max(MARGIN, left)}px`;
}
