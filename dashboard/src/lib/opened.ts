/** The dialogs that lie over the desk; the address of a page opens one with `#notes` or `#export`. */
export const OPENED = ['keys', 'devices', 'notes', 'export'] as const;
export type Opened = (typeof OPENED)[number];

/** The dialog that the end of an address names, null where it names none. */
export function openedBy(hash: string): Opened | null {
  return OPENED.find((each) => `#${each}` === hash) ?? null;
}
