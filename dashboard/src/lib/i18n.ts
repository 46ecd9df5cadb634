/** Texts of the desk in the host's language. A further language is one file in `locales/` and one line here. */
import en from '../locales/en.json';
import id from '../locales/id.json';
import pl from '../locales/pl.json';

export type Key = keyof typeof en;
/** A text, or one text per plural form of the language for the number `n`. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Messages = Record<Key, Message>;

export const LOCALES = { en, id, pl } as const satisfies Record<string, Messages>;
export type Locale = keyof typeof LOCALES;

export type Values = Record<string, string | number>;

/** Texts, numbers and times of one language. */
export interface Language {
  locale: Locale;
  /** The text of a key with its values put in; `n` picks the plural form and is written as a number. */
  t: (key: Key, values?: Values) => string;
  number: (value: number) => string;
  /** A number with one decimal. */
  decimal: (value: number) => string;
  /** A number as short as a tile needs it: 12.4k. */
  short: (value: number) => string;
  percent: (share: number) => string;
  /** The time of day, such as 19:47. */
  hour: (at: number) => string;
  /** The name of a language, by its code. */
  name: (code: string) => string;
}

/** The language for a locale. */
export function speak(locale: Locale): Language {
  const messages: Messages = LOCALES[locale];
  const plurals = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const names = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' });

  function formOf(message: Message, values: Values): string {
    if (typeof message === 'string') return message;
    return message[plurals.select(Number(values['n'] ?? 0))] ?? message.other ?? '';
  }

  return {
    locale,
    t: (key, values = {}) => filled(formOf(messages[key], values), values, number),
    number: number.format,
    decimal: decimal.format,
    short: (value) => (value < 10_000 ? number.format(value) : short.format(value)),
    percent: percent.format,
    hour: (at) => hour.format(at).replace('.', ':'),
    name: (code) => nameOf(names, code),
  };
}

/** What turns the direction of text around: a name must not turn the sentence that it is put into. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function filled(text: string, values: Values, number: Intl.NumberFormat): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number.format(value) : value.replace(TURNS, '');
  });
}

/** A code from the chat may be anything: what is no language tag is shown as it came. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
}

/** The first of the browser's languages that the desk speaks, else English. */
export function preferred(languages: readonly string[]): Locale {
  const known = languages
    .map((tag) => tag.split('-')[0])
    .find((code) => code !== undefined && code in LOCALES);
  return (known as Locale | undefined) ?? 'en';
}

/** Whether this is the key of a table the desk has a word for; tables come from the service as they are. */
export function isTable(key: string): key is Extract<Key, `table.${string}`> {
  return key.startsWith('table.') && key in en;
}

/** Whether this is the key of a topic the desk has a word for; topics come from the service as they are. */
export function isTopic(key: string): key is Extract<Key, `topic.${string}`> {
  return key.startsWith('topic.') && key in en;
}
