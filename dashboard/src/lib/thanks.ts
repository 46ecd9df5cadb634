/** Whom to thank, as the service says and this page has just decided. Pure. */
import type { Language } from './i18n';
import type { Due, Kindness, Thanked } from './wire';

/** Who still waits for thanks: the first of them, and how many more. */
export interface Waiting {
  people: readonly Kindness[];
  more: number;
}

/** The list without those who were thanked here and of whom the service has not said so yet. */
export function waiting(due: Due | null, thanking: readonly { thanked: Thanked }[]): Waiting {
  if (due === null) return { people: [], more: 0 };
  return {
    people: due.people.filter((one) => !thanking.some(({ thanked }) => reaches(thanked, one))),
    more: thanking.some(({ thanked }) => !thanked.entries) ? 0 : due.more,
  };
}

function reaches({ until, entries }: Thanked, { entry, last }: Kindness): boolean {
  return last <= until && (!entries || entries.includes(entry));
}

/** What somebody is thanked for: "3 gifts (Rose), 1 follow". */
export function what({ gifts, gift, followed, shares }: Kindness, { t }: Language): string {
  return [
    gifts > 0 && t('thanks.gifts', { n: gifts, gift }),
    followed && t('thanks.follow'),
    shares > 0 && t('thanks.shares', { n: shares }),
  ]
    .filter(Boolean)
    .join(', ');
}

/** The name somebody is thanked by. */
export function called({ viewer }: Kindness): string {
  return viewer.handle || viewer.nickname || '';
}
