/** What the health line and the dock say, from how the listener and this page's own stream are. Pure. */
import type { IconName } from './icons';
import type { Key, Language } from './i18n';
import { seconds } from './time';
import type { Health, HealthState } from './wire';

/** How long a lost stream stays unmentioned: most come back sooner. */
export const PATIENCE = 2_000;
/** A gap shorter than this is told in the chat only, in seconds. */
export const SHORT_GAP = 5;
/** How long nothing may be heard before the dock says so, in milliseconds. */
const LONG_SILENCE = 20_000;

const ICON: Record<HealthState, IconName> = {
  starting: 'sync',
  waiting: 'clock',
  connecting: 'sync',
  live: 'ok',
  silent: 'gap',
  reconnecting: 'sync',
  paused: 'pause',
  failed: 'stop',
  ended: 'saved',
};

/** The chat does not reach the desk. */
export const UNWELL: readonly HealthState[] = ['silent', 'reconnecting', 'failed'];

export interface Line {
  icon: IconName;
  word: string;
  detail: string;
  short: string;
  unwell: boolean;
}

/** The health line: an icon, a word, and the age of what was last heard. */
export function healthLine(health: Health, lostAt: number | null, now: number, language: Language): Line {
  const { t } = language;
  if (lostAt !== null && now - lostAt > PATIENCE) {
    const detail = t('health.since', { age: age(lostAt, now, language) });
    return { icon: 'stop', word: t('health.offline'), detail, short: detail, unwell: true };
  }
  return {
    icon: ICON[health.state],
    word: t(`health.${health.state}`),
    ...details(health, now, language),
    unwell: UNWELL.includes(health.state),
  };
}

function details(health: Health, now: number, language: Language): { detail: string; short: string } {
  const { t } = language;
  const last = health.last_frame_at === null ? null : age(Date.parse(health.last_frame_at), now, language);
  const retry = health.retry_at === null ? 0 : Date.parse(health.retry_at) - now;
  const same = (detail: string) => ({ detail, short: detail });
  if (health.state === 'live' && last !== null)
    return { detail: t('health.last', { age: last }), short: t('health.lastShort', { age: last }) };
  if (health.state === 'waiting' && retry <= 0)
    return same(t('health.checked', { age: age(Date.parse(health.since), now, language) }));
  if (retry > 0) return same(t('health.retryIn', { age: age(now, now + retry + 999, language) }));
  if (last !== null && UNWELL.includes(health.state)) return same(t('health.silentFor', { age: last }));
  return same(t('health.since', { age: age(Date.parse(health.since), now, language) }));
}

/** How long ago, in seconds up to two minutes, then in minutes. */
export function age(since: number, now: number, { t }: Language): string {
  const secs = seconds(since, now);
  return secs < 120 ? t('age.seconds', { n: secs }) : t('age.minutes', { n: Math.floor(secs / 60) });
}

export interface Notice {
  /** What it is about: while that stays the same it is the same notice, whatever seconds its text counts. */
  about: string;
  icon: IconName;
  text: string;
  /** What its button does, if it has one. */
  button: 'ok' | 'retry' | null;
}

export interface Circumstances {
  health: Health | null;
  /** When this page lost the service, null while it has it. */
  lostAt: number | null;
  gap: { from: number; until: number; seconds: number } | null;
  /** Something to tell once: a refusal, or what came in meanwhile. */
  remark: string;
  ended: boolean;
}

/** The one thing the dock should say now, most urgent first, or null. */
export function notice(is: Circumstances, now: number, language: Language): Notice | null {
  const { t } = language;
  if (is.lostAt !== null && now - is.lostAt > PATIENCE)
    return {
      about: 'offline',
      icon: 'stop',
      text: t('notice.offline', { age: age(is.lostAt, now, language) }),
      button: 'retry',
    };
  if (is.remark) return { about: is.remark, icon: 'stop', text: is.remark, button: 'ok' };
  if (is.ended) return null;
  if (is.health && UNWELL.includes(is.health.state)) return unwell(is.health, now, language);
  if (is.gap && is.gap.seconds >= SHORT_GAP)
    return { about: `gap ${is.gap.from}`, icon: 'gap', text: gapText(is.gap, language), button: 'ok' };
  return null;
}

function gapText(gap: { from: number; until: number; seconds: number }, { t, hour }: Language): string {
  const [from, until] = [hour(gap.from), hour(gap.until)];
  return t(from === until ? 'notice.gapAt' : 'notice.gap', { n: Math.round(gap.seconds), from, until });
}

function unwell(health: Health, now: number, language: Language): Notice | null {
  const { t } = language;
  const since = Date.parse(health.last_frame_at ?? health.since);
  const values = { age: age(since, now, language) };
  const about = `${health.state} ${health.code}`;
  if (health.state === 'failed') return { about, icon: 'stop', text: fault(health, language), button: null };
  if (health.state === 'silent')
    return now - since < LONG_SILENCE
      ? null
      : { about, icon: 'gap', text: t('notice.silent', values), button: null };
  return {
    about,
    icon: 'sync',
    text: `${reconnecting(health, now, values, language)} ${fault(health, language)}`.trim(),
    button: null,
  };
}

function reconnecting(health: Health, now: number, values: { age: string }, language: Language): string {
  const wait = health.retry_at === null ? 0 : Date.parse(health.retry_at) - now;
  if (wait <= 0) return language.t('notice.reconnecting', values);
  const inWhile = age(now, now + wait + 999, language);
  return language.t('notice.reconnectingNext', { ...values, attempt: health.attempt + 1, wait: inWhile });
}

const FAULTS: Record<string, Key> = {
  not_found: 'fault.not_found',
  age_restricted: 'fault.age_restricted',
  blocked: 'fault.blocked',
  key_refused: 'fault.key_refused',
  signer_down: 'fault.signer_down',
  rate_limited: 'fault.rate_limited',
  unreachable: 'fault.unreachable',
};

/** What is wrong, in the desk's language where it knows the fault, else as the service says it. */
export function fault(health: Health, { t }: Language): string {
  const key = FAULTS[health.code];
  return key ? t(key) : health.message;
}
