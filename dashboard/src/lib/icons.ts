/** Icons on a grid of 24, drawn by hand: what is stroked, and what is filled. Always beside a word or with a label. */

interface Drawing {
  stroke?: string;
  fill?: string;
}

const RING = 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0';
const DISC = 'M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0-19 0';

export const ICONS = {
  fresh: { stroke: RING, fill: 'M9.8 12a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0' },
  wait: { stroke: RING, fill: 'M12 12V6a6 6 0 0 1 6 6Z' },
  long: { stroke: RING, fill: 'M12 6a6 6 0 0 1 0 12Z' },
  over: { fill: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.5 4.5h3v7h-3Zm0 9h3v3h-3Z' },
  check: { stroke: 'm4.5 12.5 5 5 10-11' },
  flag: { stroke: 'M5 21V3.5M5 4.5h13l-3 4.5 3 4.5H5' },
  copy: { stroke: 'M8.5 8.5h11v11h-11ZM15.5 8.5v-4h-11v11h4' },
  pen: { stroke: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19ZM13.5 7l3.5 3.5' },
  say: { stroke: 'M4 5h16v11h-9l-5 4v-4H4ZM8 9h8M8 12h5' },
  up: { stroke: 'M12 19V6M6.5 11 12 5.5 17.5 11M5 2.5h14' },
  down: { stroke: 'M12 5v13M6.5 13l5.5 5.5L17.5 13' },
  dots: {
    fill: 'M10 5a2 2 0 1 0 4 0a2 2 0 1 0-4 0M10 12a2 2 0 1 0 4 0a2 2 0 1 0-4 0M10 19a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  },
  people: {
    stroke:
      'M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3.2 2.7 3.5 5.5',
  },
  again: {
    stroke: 'M4 12a8 8 0 0 1 13.5-5.8L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.5 5.8L4 15.5M4 20v-4.5h4.5',
  },
  heard: {
    stroke:
      'M5 5h14a2.5 2.5 0 0 1 2.5 2.5v9A2.5 2.5 0 0 1 19 19H5a2.5 2.5 0 0 1-2.5-2.5v-9A2.5 2.5 0 0 1 5 5ZM6.5 10.5h4M13.5 10.5h4M6.5 14.5h7M16.5 14.5h1',
  },
  card: { stroke: 'M3 5.5h18v13H3ZM3 9.5h18M6 14h6' },
  book: {
    stroke:
      'M12 6.5C9.5 4.6 6.5 4.3 3 4.8v13.4c3.5-.5 6.5-.2 9 1.8 2.5-2 5.5-2.3 9-1.8V4.8c-3.5-.5-6.5-.2-9 1.7v13',
  },
  pin: { stroke: 'M8.5 3.5h7M9.5 3.5v6L6 14.5h12l-3.5-5v-6M12 14.5v6' },
  later: { stroke: `${RING}M12 7v5.5l3.5 2` },
  refer: { stroke: 'M13 5l7 6-7 6v-4c-5 0-8 1.5-10 5 .5-6 4-9.5 10-9.5Z' },
  dismiss: { stroke: `${RING}M5.8 5.8l12.4 12.4` },
  merge: { stroke: 'M7 3.5v3c0 4 5 4 5 8v6M17 3.5v3c0 4-5 4-5 8M8.5 17l3.5 3.5 3.5-3.5' },
  split: { stroke: 'M12 20.5v-6c0-4-5-4-5-8v-3M12 14.5c0-4 5-4 5-8v-3M4 6.5l3-3 3 3M14 6.5l3-3 3 3' },
  ok: { stroke: `${DISC}M7.5 12.5l3 3 6-6.5` },
  gap: { stroke: 'M2 12h5M17 12h5M10 7l4 10' },
  sync: { stroke: 'M20.5 12A8.5 8.5 0 1 1 17 5.1M17 2v4h-4' },
  sound: { stroke: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM16 9.5l5 5M21 9.5l-5 5' },
  clock: { stroke: `${RING}M12 7v5.5l3.5 2` },
  saved: { stroke: 'M6 3.5h12V21l-6-4.5L6 21ZM9.3 9.5l2 2 3.5-4' },
  stop: { stroke: `${RING}M12 7v6.5M12 16.8v.2` },
  heart: { stroke: 'M12 20C6 15.5 3 12.5 3 9a4.6 4.6 0 0 1 9-1.5A4.6 4.6 0 0 1 21 9c0 3.5-3 6.5-9 11Z' },
  gift: {
    stroke:
      'M3.5 8.5h17v4h-17ZM5 12.5h14V21H5ZM12 8.5V21M12 8.5c-5 0-6-5-3-5 2 0 3 3 3 5Zm0 0c5 0 6-5 3-5-2 0-3 3-3 5Z',
  },
  follow: {
    stroke: 'M6.2 8a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0M3 20.5c.5-4.2 3-6.3 7-6.3M18 13v7M14.5 16.5h7',
  },
  share: { stroke: 'M13 5l7 6-7 6v-4c-5 0-8 1.5-10 5 .5-6 4-9.5 10-9.5Z' },
  pause: { stroke: 'M8.5 5v14M15.5 5v14' },
  play: { stroke: 'M8 5l11 7-11 7Z' },
  plus: { stroke: 'M12 5v14M5 12h14' },
  size: { stroke: 'M2.5 19 8.5 5l6 14M4.6 14.5h7.8M15.5 19l3-8 3 8M16.5 16.5h4' },
  course: { stroke: 'M4 4v16h16M7.5 15.5l4-5.5 3.5 3L20 6' },
  theme: { stroke: RING, fill: 'M12 3a9 9 0 0 1 0 18Z' },
  menu: { stroke: 'M4 6.5h16M4 12h16M4 17.5h16' },
  undo: { stroke: 'M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3' },
  device: { stroke: 'M8 2.5h8a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2ZM10.5 18h3' },
  hand: {
    stroke:
      'M7 11V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V5.5a1.5 1.5 0 0 1 3 0V11V8a1.5 1.5 0 0 1 3 0v6a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-2.5-4a1.5 1.5 0 0 1 2.5-1.5Z',
  },
  whisper: { stroke: 'M4 6.5h16v9h-8l-4.5 4v-4H4ZM8 11h.01M12 11h.01M16 11h.01' },
  higher: { stroke: 'm5 15 7-7 7 7' },
  lower: { stroke: 'm5 9 7 7 7-7' },
  list: { stroke: 'M9 6.5h11M9 12h11M9 17.5h11M4 6.5h.01M4 12h.01M4 17.5h.01' },
  eye: {
    stroke: 'M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7ZM9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  },
  close: { stroke: 'M6 6l12 12M18 6 6 18' },
  question: {
    stroke: `${DISC}M9.3 9.5a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2`,
    fill: 'M10.7 17a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0-2.6 0',
  },
} as const satisfies Record<string, Drawing>;

export type IconName = keyof typeof ICONS;
