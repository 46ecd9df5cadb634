/** One panel of the timeline, drawn by uPlot in the colours of the theme. Panels share their times and their cursor. */
import uPlot from 'uplot';
import { spoken, t } from './settings.svelte';
import { MINUTE, type Columns, type Course, type Span } from './timeline';

/** What a panel shows. */
export type Shown = 'viewers' | 'comments' | 'likes' | 'questions';

export interface Panel {
  shown: Shown;
  /** Of the plot itself, in rem, without the times below it. */
  height: number;
  /** Whether the times stand below it. */
  times: boolean;
  /** Whether the gaps are named in it. */
  names: boolean;
}

/** Room on the left for numbers, above for the names of gaps, below for the times, in rem. */
const LEFT = 3.5;
const ABOVE = 1.4;
const BELOW = 1.6;
/** Half a number's height, which stands over the edge of a plot, in pixels. */
const MARGIN = 7;
/** Between two lines of a hatching, in pixels. */
const HATCH = 7;
/** A gap is never drawn narrower. */
const NARROWEST = 5;
const STEPS = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));

/** How wide and high a panel is in pixels, from the width of its place. */
export function sizeOf(panel: Panel, width: number): { width: number; height: number } {
  const room = panel.height + (panel.names ? ABOVE : 0) + (panel.times ? BELOW : 0);
  return { width, height: room * rem() };
}

/** The columns a panel draws. */
export function columnsOf(shown: Shown, drawn: Course, curve: Columns): Columns {
  if (shown === 'questions')
    return [
      [drawn.from, drawn.until],
      [null, null],
    ];
  return shown === 'viewers' ? curve : drawn[shown];
}

/** What uPlot needs for a panel; `drawn` is asked whenever it paints, `onpoint` hears the minute under the pointer. */
export function options(
  panel: Panel,
  width: number,
  drawn: () => Course,
  onpoint: (minute: number | null) => void,
): uPlot.Options {
  return {
    ...sizeOf(panel, width),
    ms: 1,
    padding: [panel.names ? ABOVE * rem() : MARGIN, 4, panel.times ? 0 : MARGIN, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false }, sync: { key: 'timeline' } },
    scales: {
      x: { time: true, range: () => [drawn().from, drawn().until] },
      y: { range: (_, __, most) => [0, panel.shown === 'questions' ? 2 : Math.max(1, (most ?? 0) * 1.08)] },
    },
    series: [{}, series(panel.shown)],
    axes: [timeAxis(panel), numberAxis(panel.shown)],
    hooks: {
      draw: [(plot) => paint(plot, panel, drawn())],
      setCursor: [
        ({ cursor, posToVal }) => onpoint(minuteAt(cursor.left ?? -1, (left) => posToVal(left, 'x'))),
      ],
    },
  };
}

function minuteAt(left: number, time: (left: number) => number): number | null {
  return left < 0 ? null : Math.floor(time(left) / MINUTE) * MINUTE;
}

function series(shown: Shown): uPlot.Series {
  const points = { show: false };
  if (shown === 'viewers')
    return { stroke: () => colour('curve'), fill: () => colour('area'), width: 2, points };
  const paths = uPlot.paths.bars?.({ align: 1, size: [0.85, Infinity] });
  return {
    fill: () => colour('bar'),
    stroke: () => colour('curve'),
    width: 1,
    points,
    ...(paths ? { paths } : {}),
  };
}

function timeAxis({ shown, times: show }: Panel): uPlot.Axis {
  return {
    ...{ show: true, font: font(), stroke: () => colour('muted'), size: show ? BELOW * rem() : 0, gap: 3 },
    ...{ space: 5 * rem(), grid: gridOf(shown), ticks: { show: false } },
    values: (_, times) => times.map((at) => (show ? spoken().hour(at) : null)),
  };
}

function numberAxis(shown: Shown): uPlot.Axis {
  return {
    ...{ font: font(), stroke: () => colour('muted'), size: LEFT * rem(), gap: 6, space: 1.6 * rem() },
    ...{ incrs: STEPS, grid: gridOf(shown), ticks: { show: false } },
    values: (_, numbers) => numbers.map((number) => (shown === 'questions' ? null : spoken().short(number))),
  };
}

/** Behind questions, lines would be taken for some. */
function gridOf(shown: Shown): uPlot.Axis.Grid {
  return { stroke: () => colour('area'), width: 1, show: shown !== 'questions' };
}

function paint(plot: uPlot, panel: Panel, drawn: Course): void {
  if (panel.shown === 'questions') paintQuestions(plot, drawn);
  const muted = colour('muted');
  const places = drawn.gaps.map((gap) => edges(plot, gap));
  for (const [left, right] of places) hatch(plot, left, right, muted);
  if (panel.names) names(plot, drawn.gaps, places, muted);
}

/** Where a stretch lies on the canvas, inside the plot. */
function edges({ bbox, valToPos }: uPlot, { from, until }: Span): [number, number] {
  const inside = (x: number) => Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
  const left = inside(valToPos(from, 'x', true));
  return [left, Math.max(inside(valToPos(until, 'x', true)), left + NARROWEST * uPlot.pxRatio)];
}

/** Slanted lines between two edges, over whatever is drawn there. */
function hatch({ ctx, bbox: { top, height } }: uPlot, left: number, right: number, ink: string): void {
  const step = HATCH * uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, height);
  ctx.clip();
  ctx.beginPath();
  for (let x = left - height - (left % step); x < right; x += step) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  for (const x of [left, right]) {
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
  }
  ctx.strokeStyle = ink;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.stroke();
  ctx.restore();
}

/** Write over each gap how long it was, where the one before leaves room. */
function names(
  { ctx, bbox }: uPlot,
  gaps: readonly Span[],
  places: readonly [number, number][],
  ink: string,
): void {
  ctx.save();
  [ctx.font, ctx.fillStyle, ctx.textBaseline, ctx.textAlign] = [font(uPlot.pxRatio), ink, 'bottom', 'left'];
  let end = -Infinity;
  gaps.forEach(({ from, until }, index) => {
    const [first = 0, last = 0] = places[index] ?? [];
    const text = t('timeline.missed', { n: Math.round((until - from) / 1000) });
    const width = ctx.measureText(text).width;
    const middle = (first + last - width) / 2;
    const left = Math.min(Math.max(middle, bbox.left), bbox.left + bbox.width - width);
    if (left <= end + 6 * uPlot.pxRatio) return;
    ctx.fillText(text, left, bbox.top - 3 * uPlot.pxRatio);
    end = left + width;
  });
  ctx.restore();
}

/** What was asked as lines from above, those still open thick; what was answered as lines from below. */
function paintQuestions(plot: uPlot, { asked, answered }: Course): void {
  const times = (open: boolean) => asked.filter((each) => each.open === open).map(({ at }) => at);
  const { top, height } = plot.bbox;
  const below = top + height / 2 + 3 * uPlot.pxRatio;
  strokes(plot, times(false), top, { width: 1.5, ink: 'curve' });
  strokes(plot, times(true), top, { width: 4, ink: 'ink' });
  strokes(plot, answered, below, { width: 2, ink: 'accent' });
}

interface Pen {
  width: number;
  ink: string;
}

/** A stroke at each of these times, from `y` down through half the panel. */
function strokes(
  { ctx, bbox, valToPos }: uPlot,
  times: readonly number[],
  y: number,
  { width, ink }: Pen,
): void {
  ctx.save();
  ctx.beginPath();
  for (const at of times) {
    const x = valToPos(at, 'x', true);
    ctx.moveTo(x, y);
    ctx.lineTo(x, y + bbox.height / 2 - 3 * uPlot.pxRatio);
  }
  ctx.strokeStyle = colour(ink);
  ctx.lineWidth = width * uPlot.pxRatio;
  ctx.stroke();
  ctx.restore();
}

function colour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
}

function rem(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function font(ratio = 1): string {
  return `500 ${0.875 * rem() * ratio}px ${colour('face')}`;
}
