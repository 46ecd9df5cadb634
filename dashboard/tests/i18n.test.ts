import { describe, expect, test } from 'vitest';
import { LOCALES, preferred, speak, type Key, type Locale, type Message } from '../src/lib/i18n';

const locales = Object.keys(LOCALES) as Locale[];
const keys = Object.keys(LOCALES.en) as Key[];

function forms(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
}

describe.each(locales)('%s', (locale) => {
  const messages: Record<string, Message> = LOCALES[locale];

  test('has the keys of English and no other', () => {
    expect(Object.keys(messages)).toEqual(keys);
  });

  test('takes the values that English takes', () => {
    const values = (message: Message = '') => forms(message).map(placeholders);
    for (const key of keys) {
      const [wanted] = values(LOCALES.en[key]);
      for (const found of values(messages[key])) expect(found, key).toEqual(wanted);
    }
  });

  test('has every plural form of its language where there is a number', () => {
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
    for (const message of Object.values(messages))
      if (typeof message !== 'string') expect(Object.keys(message).toSorted()).toEqual(wanted);
  });
});

test('Polish has its three forms', () => {
  const { t } = speak('pl');
  const people = [1, 2, 5, 22].map((n) => t('question.people', { n }));
  expect(people).toEqual(['1 osoba', '2 osoby', '5 osób', '22 osoby']);
});

test('a number in a text is written as the language writes it', () => {
  expect(speak('pl').short(12_438)).toBe('12,4\u00a0tys.');
  expect(speak('en').short(12_438)).toBe('12.4K');
  expect(speak('id').percent(0.982)).toBe('98,2%');
});

test('what a viewer wrote is never taken for a placeholder', () => {
  expect(speak('en').t('did.answered', { text: '{n} $& <b>' })).toBe('Answered: {n} $& <b>');
});

test('a language code that is none is shown as it came', () => {
  expect(speak('en').name('pl')).toBe('Polish');
  expect(speak('en').name('not a tag!')).toBe('not a tag!');
});

test("the browser's first language that the desk speaks is taken, else English", () => {
  expect(preferred(['de-DE', 'pl-PL', 'en'])).toBe('pl');
  expect(preferred(['de'])).toBe('en');
});

test('a name that turns text around does not turn the sentence around it', () => {
  const { t } = speak('en');
  expect(t('claim.by', { who: 'A\u202eni\u2069' })).toBe('Ani is on it');
});
