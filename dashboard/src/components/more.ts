/** What the ⋯ menu of a question offers. */
import { listedOf, placeAt } from '../lib/host';
import type { Session } from '../lib/session.svelte';
import { t } from '../lib/settings.svelte';
import type { Question } from '../lib/wire';
import type { Item } from './More.svelte';

/** Questions that need a word more before they are decided. */
export type Ask = (dialog: 'refer' | 'merge' | 'split' | 'whisper', question: Question) => void;

type Plain = 'deferred' | 'dismissed' | 'pinned' | 'unpinned';

/** Put a question at the end of the host's list, or take it off. */
export function toggleListed(session: Session, question: Question): void {
  const list = listedOf(session.standing.waiting);
  session.decisions.take(
    question.listed === null
      ? { kind: 'listed', question: question.id, place: placeAt(list, list.length) }
      : { kind: 'unlisted', question: question.id },
  );
}

/** Let viewers see a question, or no longer. */
export function toggleApproved(session: Session, question: Question): void {
  session.decisions.take({ kind: question.approved ? 'withdrawn' : 'approved', question: question.id });
}

/** Say that one is on it, or that nobody is any more. */
export function toggleClaimed(session: Session, question: Question): void {
  const kind = question.claimed_by === null ? 'claimed' : 'released';
  session.decisions.take({ kind, question: question.id });
}

function listing(session: Session, question: Question): Item {
  const label = t(question.listed === null ? 'action.list' : 'action.unlist');
  return { icon: 'list', label, run: () => toggleListed(session, question) };
}

export function moreOf(session: Session, question: Question, ask: Ask): Item[] {
  const decide = (kind: Plain) => () => session.decisions.take({ kind, question: question.id });
  const items: Item[] = [
    { icon: 'later', label: t('action.later'), run: decide('deferred') },
    { icon: 'refer', label: t('action.refer'), run: () => ask('refer', question) },
    { icon: 'dismiss', label: t('action.dismiss'), run: decide('dismissed') },
    { icon: 'merge', label: t('action.merge'), run: () => ask('merge', question) },
    question.pinned
      ? { icon: 'pin', label: t('action.unpin'), run: decide('unpinned') }
      : { icon: 'pin', label: t('action.pin'), run: decide('pinned') },
    listing(session, question),
    ...(session.approves
      ? [
          {
            icon: 'eye' as const,
            label: t(question.approved ? 'action.withdraw' : 'action.approve'),
            run: () => toggleApproved(session, question),
          },
        ]
      : []),
    { icon: 'whisper', label: t('action.whisper'), run: () => ask('whisper', question) },
  ];
  const split: Item = { icon: 'split', label: t('action.split'), run: () => ask('split', question) };
  return question.comments.length > 1 ? [...items, split] : items;
}
