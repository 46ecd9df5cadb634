/** The Live's curve as shapes for an SVG: viewers as an area, comments as bars, questions as ticks. Pure. */
import { isUnanswered } from './queue';
import type { Minute, Question } from './wire';

const MINUTE = 60_000;

export interface Size {
  width: number;
  height: number;
}

export interface Tick {
  x: number;
  open: boolean;
}

export interface Shapes {
  /** One filled area and one line for each stretch without a gap. */
  areas: string[];
  lines: string[];
  bars: { x: number; y: number; width: number; height: number }[];
  ticks: Tick[];
  gaps: { from: number; until: number }[];
  last: { x: number; y: number } | null;
  /** Where the last minute ends: a young Live does not fill the width. */
  end: number;
}

/** Lay the minutes out from left to right; a curve is broken where nothing could be received. */
export function shapes(timeline: readonly Minute[], questions: readonly Question[], size: Size): Shapes {
  const first = timeline[0];
  const final = timeline.at(-1);
  if (!first || !final) return { areas: [], lines: [], bars: [], ticks: [], gaps: [], last: null, end: 0 };
  const from = Date.parse(first.at);
  const span = Math.max(5 * MINUTE, Date.parse(final.at) - from + MINUTE);
  const x = (at: number) => round(((at - from) / span) * size.width);
  const most = Math.max(1, ...timeline.map((minute) => minute.viewers ?? 0));
  const y = (viewers: number) => round(size.height - (viewers / most) * size.height * 0.94);
  const runs = stretches(timeline).map((run) => run.map(({ at, viewers }) => ({ x: x(at), y: y(viewers) })));
  return {
    areas: runs.map((run) => area(run, size.height)),
    lines: runs.map(line),
    bars: bars(timeline, (minute) => x(Date.parse(minute.at)), size, (MINUTE / span) * size.width),
    ticks: questions
      .filter((question) => question.status !== 'dismissed')
      .map((question) => ({
        x: clamped(x(Date.parse(question.asked_at)), size.width),
        open: isUnanswered(question.status),
      })),
    gaps: timeline.filter((minute) => minute.gap_seconds > 0).map((minute) => gap(minute, x)),
    last: runs.at(-1)?.at(-1) ?? null,
    end: x(Date.parse(final.at) + MINUTE),
  };
}

interface Point {
  x: number;
  y: number;
}

/** The viewers' samples, in the middle of their minute, split where a gap lies between two. */
function stretches(timeline: readonly Minute[]): { at: number; viewers: number }[][] {
  const runs: { at: number; viewers: number }[][] = [[]];
  for (const minute of timeline) {
    if (minute.viewers !== null)
      runs.at(-1)?.push({ at: Date.parse(minute.at) + MINUTE / 2, viewers: minute.viewers });
    if (minute.gap_seconds > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function line(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function area(points: readonly Point[], bottom: number): string {
  return `${line(points)}L${points.at(-1)?.x} ${bottom}L${points[0]?.x} ${bottom}Z`;
}

function bars(
  timeline: readonly Minute[],
  x: (minute: Minute) => number,
  size: Size,
  step: number,
): Shapes['bars'] {
  const most = Math.max(1, ...timeline.map((minute) => minute.comments));
  const gutter = Math.min(1.5, step / 4);
  return timeline.map((minute) => {
    const height = round((minute.comments / most) * size.height * 0.45);
    return {
      x: round(x(minute) + gutter / 2),
      y: round(size.height - height),
      width: round(step - gutter),
      height,
    };
  });
}

/** A gap ends somewhere in its minute; it is drawn at least wide enough to be seen. */
function gap(minute: Minute, x: (at: number) => number): { from: number; until: number } {
  const at = Date.parse(minute.at);
  const from = x(at);
  return { from, until: Math.max(from + 4, x(at + Math.min(60, minute.gap_seconds) * 1000)) };
}

/** Inside the drawing, with the half of a tick's own width. */
function clamped(x: number, width: number): number {
  return Math.min(width - 2, Math.max(2, x));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
