/** One key per action. Keys with a letter can be switched off (WCAG 2.1.4); arrows, a clicker's page keys and Ctrl+Z always work. */

export type Action =
  | 'next'
  | 'previous'
  | 'advance'
  | 'answer'
  | 'take'
  | 'back'
  | 'undo'
  | 'dismiss'
  | 'later'
  | 'claim'
  | 'whisper'
  | 'list'
  | 'show'
  | 'hold'
  | 'pulse'
  | 'add'
  | 'rules'
  | 'thanked'
  | 'help';

export interface Binding {
  action: Action;
  /** Single characters that do it. */
  keys: readonly string[];
  /** Other keys, which stay when single characters are switched off. */
  always?: readonly string[];
}

export const BINDINGS: readonly Binding[] = [
  { action: 'next', keys: ['j'], always: ['ArrowDown'] },
  { action: 'previous', keys: ['k'], always: ['ArrowUp'] },
  { action: 'advance', keys: [], always: ['PageDown'] },
  { action: 'answer', keys: ['a'] },
  { action: 'take', keys: ['n'] },
  { action: 'back', keys: ['b'] },
  { action: 'undo', keys: ['u'], always: ['Ctrl+Z', 'PageUp'] },
  { action: 'dismiss', keys: ['d'] },
  { action: 'later', keys: ['l'] },
  { action: 'claim', keys: ['c'] },
  { action: 'whisper', keys: ['w'] },
  { action: 'list', keys: ['h'] },
  { action: 'show', keys: ['v'] },
  { action: 'hold', keys: ['f'] },
  { action: 'pulse', keys: ['p'] },
  { action: 'add', keys: ['+'] },
  { action: 'rules', keys: ['r'] },
  { action: 'thanked', keys: ['t'] },
  { action: 'help', keys: ['?'] },
];

/** The single characters that somebody has chosen for actions, in place of ours; empty for none. */
export type Chosen = Partial<Record<Action, string>>;

/** The bindings with somebody's own keys in place of ours. */
export function bindings(chosen: Chosen): readonly Binding[] {
  return BINDINGS.map((binding) => {
    const key = chosen[binding.action];
    return key === undefined ? binding : { ...binding, keys: key ? [key] : [] };
  });
}

/** Choose a key for an action; what had it before has none. */
export function choose(chosen: Chosen, action: Action, key: string): Chosen {
  const losers = bindings(chosen).filter((other) => key !== '' && other.keys.includes(key));
  return { ...chosen, ...Object.fromEntries(losers.map((other) => [other.action, ''])), [action]: key };
}

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

/** What a key press asks for, or null. A key held down moves the selection on, and does nothing else twice. */
export function actionOf(press: Press, singleKeys: boolean, chosen: Chosen = {}): Action | null {
  const name = nameOf(press);
  const binding = bindings(chosen).find(
    ({ keys, always }) => always?.includes(name) || (singleKeys && keys.includes(name)),
  );
  if (!binding) return null;
  const moves = binding.action === 'next' || binding.action === 'previous';
  return press.repeat && !moves ? null : binding.action;
}

function nameOf({ key, ctrlKey, metaKey, altKey }: Press): string {
  if (altKey) return '';
  if (ctrlKey || metaKey) return `Ctrl+${key.toUpperCase()}`;
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Whether keys belong to this element: it is typed into, or moves by the arrows itself. */
export function ownsKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], dialog, [role=menu]') !== null
  );
}
