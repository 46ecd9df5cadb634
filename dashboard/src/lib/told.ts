/** The timeline in a few sentences, for who does not see the picture. Pure. */
import type { Language } from './i18n';
import { peak, type Course } from './timeline';
import type { Pulse } from './wire';

/** What the picture shows, in words. */
export function told(pulse: Pulse, drawn: Course, { t, hour }: Language): string {
  const [viewers, busiest] = [peak(drawn.viewers), peak(drawn.comments)];
  const open = drawn.asked.filter((each) => each.open).length;
  return [
    t('timeline.toldFrom', { from: hour(drawn.from), until: hour(drawn.until) }),
    viewers && t('timeline.toldViewers', { n: viewers.number, time: hour(viewers.at) }),
    busiest && t('timeline.toldComments', { n: busiest.number, time: hour(busiest.at) }),
    t('timeline.toldLikes', { n: pulse.likes }),
    t('timeline.toldAsked', { n: drawn.asked.length, answered: drawn.answered.length, open }),
    drawn.gaps.length > 0 &&
      t('timeline.toldGaps', { n: drawn.gaps.length, seconds: Math.round(pulse.gap_seconds) }),
  ]
    .filter(Boolean)
    .join(' ');
}
