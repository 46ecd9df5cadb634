/** The Live's curve as shapes for an SVG: viewers as an area, comments as bars, questions as ticks. Pure. */
import { MINUTE, peak, type Columns, type Course, type Span } from './timeline';

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
  gaps: Span[];
  last: { x: number; y: number } | null;
  /** Where the last minute ends: a young Live does not fill the width. */
  end: number;
}

const NOTHING: Shapes = { areas: [], lines: [], bars: [], ticks: [], gaps: [], last: null, end: 0 };

/** Lay the minutes out from left to right; a curve is broken where nothing could be received. */
export function shapes(drawn: Course | null, size: Size): Shapes {
  if (drawn === null) return NOTHING;
  const { from, until } = drawn;
  const x = (at: number) => round(((at - from) / (until - from)) * size.width);
  const most = Math.max(1, peak(drawn.viewers)?.number ?? 0);
  const y = (viewers: number) => round(size.height - (viewers / most) * size.height * 0.94);
  const curves = drawn.curve.map((run) => run.map(({ at, viewers }) => ({ x: x(at), y: y(viewers) })));
  return {
    areas: curves.map((run) => area(run, size.height)),
    lines: curves.map(line),
    bars: bars(drawn.comments, x, size),
    ticks: drawn.asked.map(({ at, open }) => ({ x: clamped(x(at), size.width), open })),
    gaps: drawn.gaps.map((span) => gap(span, x)),
    last: curves.at(-1)?.at(-1) ?? null,
    end: x((drawn.comments[0].at(-1) ?? from) + MINUTE),
  };
}

interface Point {
  x: number;
  y: number;
}

function line(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function area(points: readonly Point[], bottom: number): string {
  return `${line(points)}L${points.at(-1)?.x} ${bottom}L${points[0]?.x} ${bottom}Z`;
}

function bars([times, comments]: Columns, x: (at: number) => number, size: Size): Shapes['bars'] {
  const most = Math.max(1, ...comments.map((count) => count ?? 0));
  return times.map((at, index) => {
    const height = round(((comments[index] ?? 0) / most) * size.height * 0.45);
    const step = x(at + MINUTE) - x(at);
    const gutter = Math.min(1.5, step / 4);
    return {
      x: round(x(at) + gutter / 2),
      y: round(size.height - height),
      width: round(step - gutter),
      height,
    };
  });
}

/** A gap is drawn at least wide enough to be seen. */
function gap(span: Span, x: (at: number) => number): Span {
  const from = x(span.from);
  return { from, until: Math.max(from + 4, x(span.until)) };
}

/** Inside the drawing, with the half of a tick's own width. */
function clamped(x: number, width: number): number {
  return Math.min(width - 2, Math.max(2, x));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
