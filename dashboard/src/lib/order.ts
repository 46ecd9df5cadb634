/** Why a question stands where it stands, in the host's words. */
import type { Language } from './i18n';
import type { Question } from './wire';

/** How long the question stands as if it had waited on top, in milliseconds. */
export function headStart(question: Question): number {
  return question.head_starts.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
}

/** A sentence for each thing that decides the question's place. */
export function whyHere(question: Question, { t, hour }: Language): string {
  const asked = t('order.asked', { time: hour(Date.parse(question.asked_at)) });
  const starts = question.head_starts.map(({ reason, seconds }) =>
    t(`order.${reason}`, { n: Math.round(seconds / 60) }),
  );
  return [...(question.pinned ? [t('order.pinned')] : []), asked, ...starts].join(' ');
}
