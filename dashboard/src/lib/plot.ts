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
  let end = -Infinity;
  for (const gap of drawn.gaps) {
    const [left, right] = edges(plot, gap);
    hatch(plot, left, right);
    if (panel.names) end = name(plot, gap, (left + right) / 2, end);
  }
}

/** Where a stretch lies on the canvas, inside the plot. */
function edges({ bbox, valToPos }: uPlot, { from, until }: Span): [number, number] {
  const inside = (x: number) => Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
  const left = inside(valToPos(from, 'x', true));
  return [left, Math.max(inside(valToPos(until, 'x', true)), left + NARROWEST * uPlot.pxRatio)];
}

/** Slanted lines between two edges, over whatever is drawn there. */
function hatch({ ctx, bbox: { top, height } }: uPlot, left: number, right: number): void {
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
  ctx.strokeStyle = colour('muted');
  ctx.lineWidth = uPlot.pxRatio;
  ctx.stroke();
  ctx.restore();
}

/** Write over a gap how long it was, where the one before leaves room; returns where the writing ends. */
function name({ ctx, bbox }: uPlot, { from, until }: Span, middle: number, end: number): number {
  const text = t('timeline.missed', { n: Math.round((until - from) / 1000) });
  ctx.save();
  ctx.font = font(uPlot.pxRatio);
  const width = ctx.measureText(text).width;
  const left = Math.min(Math.max(middle - width / 2, bbox.left), bbox.left + bbox.width - width);
  const fits = left > end + 6 * uPlot.pxRatio;
  if (fits) {
    ctx.fillStyle = colour('muted');
    ctx.textBaseline = 'bottom';
    ctx.textAlign = 'left';
    ctx.fillText(text, left, bbox.top - 3 * uPlot.pxRatio);
  }
  ctx.restore();
  return fits ? left + width : end;
}

/** What was asked as lines from above, those still open thick; what was answered as ticks from below. */
function paintQuestions({ ctx, bbox: { top, height }, valToPos }: uPlot, drawn: Course): void {
  const half = height / 2;
  const stroke = (at: number, y: number, width: number, ink: string): void => {
    const x = valToPos(at, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x, y + half - 3 * uPlot.pxRatio);
    ctx.strokeStyle = colour(ink);
    ctx.lineWidth = width * uPlot.pxRatio;
    ctx.stroke();
  };
  ctx.save();
  ctx.lineCap = 'butt';
  for (const { at, open } of drawn.asked) stroke(at, top, open ? 4 : 1.5, open ? 'ink' : 'curve');
  for (const at of drawn.answered) stroke(at, top + half + 3 * uPlot.pxRatio, 2, 'accent');
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
