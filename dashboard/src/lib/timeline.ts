/** The Live by the minute, as columns for plots and rows for a table; nothing is drawn where nothing was heard. Pure. */
import { isUnanswered } from './queue';
import type { Minute, Missed, Pulse, Question } from './wire';

export const MINUTE = 60_000;
/** A Live younger than this does not fill the width. */
const SHORTEST = 5 * MINUTE;
/** How many minutes a row of the table may hold, and how many rows there are at most before it holds more. */
const STEPS = [1, 5, 10, 15, 30] as const;
const MOST_ROWS = 48;

/** Seconds of a gap from which on nothing was heard of a minute; the service adds fractions. */
const WHOLE = 59.9;

/** From when to when, in milliseconds. */
export interface Span {
  from: number;
  until: number;
}

export interface Sample {
  at: number;
  viewers: number;
}

/** What a plot draws: times in order, and a number for each, null where there is none. */
export type Columns = [number[], (number | null)[]];

export interface Asked {
  at: number;
  open: boolean;
}

export interface Course extends Span {
  /** The curve of the viewers, broken at every gap. */
  curve: Sample[][];
  /** By the minute: the largest number of viewers, what was written, what was liked. */
  viewers: Columns;
  comments: Columns;
  likes: Columns;
  gaps: Span[];
  asked: Asked[];
  answered: number[];
}

/** Everything that is drawn of a Live, null before its first minute. */
export function course(pulse: Pulse, questions: readonly Question[]): Course | null {
  const [first, last] = [pulse.timeline[0], pulse.timeline.at(-1)];
  if (!first || !last) return null;
  const from = Date.parse(first.at);
  return {
    from,
    until: Math.max(Date.parse(last.at) + MINUTE, from + SHORTEST),
    curve: runs(pulse),
    viewers: byMinute(pulse.timeline, ({ viewers }) => viewers),
    comments: byMinute(pulse.timeline, ({ comments }) => comments),
    likes: byMinute(pulse.timeline, ({ likes }) => likes),
    gaps: spans(pulse.gaps),
    asked: asked(questions),
    answered: questions.flatMap((question) => answeredAt(question) ?? []),
  };
}

/** The gaps, oldest first. */
function spans(gaps: readonly Missed[]): Span[] {
  return gaps
    .map(({ from, until }) => ({ from: Date.parse(from), until: Date.parse(until) }))
    .sort((a, b) => a.from - b.from);
}

/**
 * The curve of the viewers, in one run for each stretch between gaps. The largest number of a minute stands at its
 * middle; the first and the last of a run reach to its edges.
 */
function runs({ timeline, gaps }: Pick<Pulse, 'timeline' | 'gaps'>): Sample[][] {
  const heard = between(spans(gaps)).map((span) => ({ span, minutes: [] as Sample[] }));
  for (const { at, viewers } of timeline) {
    const minute = { from: Date.parse(at), until: Date.parse(at) + MINUTE };
    const most = heard.reduce((a, b) => (overlap(b.span, minute) > overlap(a.span, minute) ? b : a));
    if (viewers !== null) most.minutes.push({ at: minute.from, viewers });
  }
  return heard.filter(({ minutes }) => minutes.length > 0).map(({ span, minutes }) => run(span, minutes));
}

function run(span: Span, minutes: readonly Sample[]): Sample[] {
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) return [];
  const middles = minutes.map(({ at, viewers }) => ({ at: at + MINUTE / 2, viewers }));
  const timed = [first, ...middles, { ...last, at: last.at + MINUTE }];
  return timed.map(({ at, viewers }) => ({
    at: Math.min(Math.max(at, span.from), span.until),
    viewers,
  }));
}

function between(gaps: readonly Span[]): Span[] {
  const edges = [-Infinity, ...gaps.flatMap(({ from, until }) => [from, until]), Infinity];
  const pairs = edges.flatMap((edge, index) =>
    index % 2 === 0 ? [{ from: edge, until: edges[index + 1] ?? edge }] : [],
  );
  return pairs.filter(({ from, until }) => from < until);
}

function overlap(a: Span, b: Span): number {
  return Math.min(a.until, b.until) - Math.max(a.from, b.from);
}

/** The runs of a curve as one pair of columns, with nothing between two of them. */
export function joined(found: readonly Sample[][]): Columns {
  const columns: Columns = [[], []];
  for (const samples of found) {
    const [before, next] = [columns[0].at(-1), samples[0]];
    if (before !== undefined && next) add(columns, (before + next.at) / 2, null);
    for (const { at, viewers } of samples) add(columns, at, viewers);
  }
  return columns;
}

function add([times, numbers]: Columns, at: number, number: number | null): void {
  times.push(at);
  numbers.push(number);
}

/** A count for every minute from the first to the last: 0 where nothing came, null where nothing could be heard. */
function byMinute(timeline: readonly Minute[], count: (minute: Minute) => number | null): Columns {
  const counted = new Map(timeline.map((minute) => [Date.parse(minute.at), minute]));
  const times = [...counted.keys()];
  const columns: Columns = [[], []];
  for (let at = times[0] ?? 0; at <= (times.at(-1) ?? -1); at += MINUTE) {
    const minute = counted.get(at);
    add(columns, at, minute && minute.gap_seconds > WHOLE ? null : minute ? count(minute) : 0);
  }
  return columns;
}

function asked(questions: readonly Question[]): Asked[] {
  return questions
    .filter(({ status }) => status !== 'dismissed')
    .map(({ asked_at, status }) => ({ at: Date.parse(asked_at), open: isUnanswered(status) }));
}

function answeredAt({ status, answered_at }: Question): number | null {
  return status === 'answered' && answered_at !== null ? Date.parse(answered_at) : null;
}

/** One row of the table; `viewers` is the largest number in it, null where none was told, `missed` in seconds. */
export interface Row extends Span {
  viewers: number | null;
  comments: number;
  likes: number;
  asked: number;
  answered: number;
  missed: number;
}

/** The same as a table: as many minutes to a row as leave a table that can be read. */
export function rows(drawn: Course): Row[] {
  const minutes = (drawn.until - drawn.from) / MINUTE;
  const step = (STEPS.find((each) => minutes / each <= MOST_ROWS) ?? 30) * MINUTE;
  const found: Row[] = [];
  for (let from = Math.floor(drawn.from / step) * step; from < drawn.until; from += step)
    found.push(row(drawn, { from, until: from + step }));
  return found;
}

function row(drawn: Course, span: Span): Row {
  const within = (at: number): boolean => at >= span.from && at < span.until;
  const of = ([times, numbers]: Columns): number[] =>
    numbers.filter((number, index): number is number => number !== null && within(times[index] ?? 0));
  const viewers = of(drawn.viewers);
  return {
    ...span,
    viewers: viewers.length > 0 ? Math.max(...viewers) : null,
    comments: sum(of(drawn.comments)),
    likes: sum(of(drawn.likes)),
    asked: drawn.asked.filter(({ at }) => within(at)).length,
    answered: drawn.answered.filter(within).length,
    missed: sum(drawn.gaps.map((gap) => Math.max(0, overlap(gap, span)))) / 1000,
  };
}

/** The largest number of a column and when it was, null where there is none above 0. */
export function peak([times, numbers]: Columns): { at: number; number: number } | null {
  const number = Math.max(0, ...numbers.map((each) => each ?? 0));
  const at = times[numbers.indexOf(number)];
  return number > 0 && at !== undefined ? { at, number } : null;
}

/** The number of a column at a time, null where there is none. */
export function numberAt([times, numbers]: Columns, at: number): number | null {
  const index = times.findLastIndex((time) => time <= at);
  return index < 0 ? null : (numbers[index] ?? null);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
