import { expect, test } from 'vitest';
import { actionOf, bindings, BINDINGS, choose, type Press } from '../src/lib/keyboard';

function press(key: string, over: Partial<Press> = {}): Press {
  return { key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...over };
}

test('one key does one thing', () => {
  const all = BINDINGS.flatMap(({ keys, always = [] }) => [...keys, ...always]);
  expect(new Set(all).size).toBe(all.length);
});

test('a letter acts, small or capital', () => {
  expect(actionOf(press('a'), true)).toBe('answer');
  expect(actionOf(press('A'), true)).toBe('answer');
});

test('single keys can be switched off; arrows and Ctrl+Z stay', () => {
  expect(actionOf(press('a'), false)).toBeNull();
  expect(actionOf(press('?'), false)).toBeNull();
  expect(actionOf(press('ArrowDown'), false)).toBe('next');
  expect(actionOf(press('z', { ctrlKey: true }), false)).toBe('undo');
  expect(actionOf(press('z', { metaKey: true }), false)).toBe('undo');
});

test('keys of the browser are left to it', () => {
  expect(actionOf(press('a', { ctrlKey: true }), true)).toBeNull();
  expect(actionOf(press('d', { altKey: true }), true)).toBeNull();
});

test('a key held down answers once and moves on and on', () => {
  expect(actionOf(press('a', { repeat: true }), true)).toBeNull();
  expect(actionOf(press('j', { repeat: true }), true)).toBe('next');
});

test('a key that somebody has chosen does it, and ours does it no longer', () => {
  const chosen = choose({}, 'answer', 'x');
  expect(actionOf(press('x'), true, chosen)).toBe('answer');
  expect(actionOf(press('a'), true, chosen)).toBeNull();
  expect(actionOf(press('x'), false, chosen)).toBeNull();
});

test('a key taken from another action leaves that one without, but for the keys that always work', () => {
  const chosen = choose({}, 'answer', 'u');
  expect(actionOf(press('u'), true, chosen)).toBe('answer');
  expect(actionOf(press('z', { ctrlKey: true }), true, chosen)).toBe('undo');
  expect(bindings(chosen).find(({ action }) => action === 'undo')?.keys).toEqual([]);
});

test('an action can be left without a key', () => {
  expect(actionOf(press('d'), true, choose({}, 'dismiss', ''))).toBeNull();
});
