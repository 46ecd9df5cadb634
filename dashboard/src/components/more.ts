/** What the ⋯ menu of a question offers. */
import type { Session } from '../lib/session.svelte';
import { t } from '../lib/settings.svelte';
import type { Question } from '../lib/wire';
import type { Item } from './More.svelte';

/** Questions that need a word more before they are decided. */
export type Ask = (dialog: 'refer' | 'merge' | 'split', question: Question) => void;

export function moreOf(session: Session, question: Question, ask: Ask): Item[] {
  const decide = (kind: 'deferred' | 'dismissed' | 'pinned' | 'unpinned') => () =>
    session.decisions.take({ kind, question: question.id });
  const items: Item[] = [
    { icon: 'later', label: t('action.later'), run: decide('deferred') },
    { icon: 'refer', label: t('action.refer'), run: () => ask('refer', question) },
    { icon: 'dismiss', label: t('action.dismiss'), run: decide('dismissed') },
    { icon: 'merge', label: t('action.merge'), run: () => ask('merge', question) },
    question.pinned
      ? { icon: 'pin', label: t('action.unpin'), run: decide('unpinned') }
      : { icon: 'pin', label: t('action.pin'), run: decide('pinned') },
  ];
  const split: Item = { icon: 'split', label: t('action.split'), run: () => ask('split', question) };
  return question.comments.length > 1 ? [...items, split] : items;
}
