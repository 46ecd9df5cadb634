/**
 * Frames become what the desk shows. Pure: a frame and the state before it give the state after it.
 *
 * `desk.seq` is the last position in the log up to which every entry has been seen, so it is what a lost stream is
 * taken up from.
 */
import type { Broadcast, Entry, EntryOf, Frame, Health, Pulse, Question, Reason, Viewer } from './wire';

/** Rows the feed keeps, and how many more come before it cuts: while none goes, none is painted anew. */
export const ROWS = 200;
export const MORE_ROWS = 100;
/** Comments with a mark that are kept to look at. */
export const MARKED = 50;
/** Marks that are known. */
const MARKS = 500;
/** Things said (comments, questions, captions) whose time and text are kept for the cards. */
const SAID = 1000;

export interface SaidRow {
  type: 'said';
  seq: number;
  at: number;
  who: string;
  viewer: string;
  message: string | null;
  text: string;
  language: string;
  role: 'viewer' | 'moderator' | 'host';
  platform: boolean;
}

/** A comment that seems to break the house's rules. */
export interface Marked extends SaidRow {
  reasons: readonly Reason[];
}

/** Likes, joins and shares between two comments, told in one row. */
export interface CrowdRow {
  type: 'crowd';
  seq: number;
  likes: number;
  joins: number;
}

/** Something about the connection or the Live itself. */
export interface NoteRow {
  type: 'note';
  seq: number;
  at: number;
  note: 'gap' | 'connected' | 'paused' | 'resumed' | 'ended';
  seconds: number;
}

export type Row = SaidRow | CrowdRow | NoteRow;

export interface Said {
  seq: number;
  at: number;
  viewer: string;
  message: string | null;
  text: string;
  language: string;
}

export interface Gap {
  seq: number;
  from: number;
  until: number;
  seconds: number;
}

export interface Desk {
  seq: number;
  /** The seq the stream began after: what is older is asked for apart. */
  since: number;
  broadcast: Broadcast | null;
  questions: ReadonlyMap<number, Question>;
  pulse: Pulse | null;
  health: Health | null;
  rows: readonly Row[];
  said: readonly Said[];
  /** Why comments seem to break the house's rules, by their seq. */
  marks: ReadonlyMap<number, readonly Reason[]>;
  marked: readonly Marked[];
  /** When the host took a question, by its id. */
  taken: ReadonlyMap<number, number>;
  /** When the last entry came in; heartbeats beside it are in `health`. */
  heardAt: number | null;
  /** The last stretch in which nothing could be received. */
  gap: Gap | null;
}

export const EMPTY: Desk = {
  seq: 0,
  since: 0,
  broadcast: null,
  questions: new Map(),
  pulse: null,
  health: null,
  rows: [],
  said: [],
  marks: new Map(),
  marked: [],
  taken: new Map(),
  heardAt: null,
  gap: null,
};

export type Input = Frame | { type: 'earlier'; entries: Entry[] };

/** The desk after a frame, or after entries from before the stream began. */
export function reduce(desk: Desk, input: Input): Desk {
  switch (input.type) {
    case 'snapshot':
      return snapshot(desk, input);
    case 'entries':
      return { ...fold(desk, after(input.entries, desk.seq)), seq: Math.max(desk.seq, input.seq) };
    case 'earlier':
      return earlier(desk, input.entries);
    case 'questions':
      return { ...desk, questions: changed(desk.questions, input.questions, input.removed) };
    case 'pulse':
      return { ...desk, pulse: beat(desk.pulse, input) };
    case 'health':
      return { ...desk, health: input };
    case 'marks':
      return mark(desk, input.marks);
  }
}

function snapshot(desk: Desk, frame: Extract<Frame, { type: 'snapshot' }>): Desk {
  const same = desk.broadcast?.id === frame.broadcast.id && desk.seq === frame.seq;
  return {
    ...(same ? desk : { ...EMPTY, since: frame.seq }),
    seq: frame.seq,
    broadcast: frame.broadcast,
    questions: new Map(frame.questions.map((question) => [question.id, question])),
    pulse: frame.pulse,
    health: frame.health,
  };
}

function after(entries: readonly Entry[], seq: number): readonly Entry[] {
  return entries.filter((entry) => entry.seq > seq);
}

/** Entries from before the snapshot come late: what has been seen since is put behind them. */
function earlier(desk: Desk, entries: readonly Entry[]): Desk {
  const before = fold(
    EMPTY,
    entries.filter((entry) => entry.seq <= desk.since),
  );
  return {
    ...desk,
    rows: newest([...before.rows, ...desk.rows]),
    said: [...before.said, ...desk.said].slice(-SAID),
    marked: gathered(desk.marked, before.rows, desk.marks),
    taken: new Map([...before.taken, ...desk.taken]),
  };
}

function mark(desk: Desk, found: Extract<Frame, { type: 'marks' }>['marks']): Desk {
  const told = found.map(({ comment, reasons }) => [comment, reasons] as const);
  const marks = new Map([...desk.marks, ...told].slice(-MARKS));
  return { ...desk, marks, marked: gathered(desk.marked, desk.rows, marks) };
}

/** The comments with a mark: those known, and those among these rows. */
function gathered(known: readonly Marked[], rows: readonly Row[], marks: Desk['marks']): readonly Marked[] {
  const seqs = new Set(known.map(({ seq }) => seq));
  const fresh = rows.flatMap((row) => {
    const reasons = row.type === 'said' && !seqs.has(row.seq) ? marks.get(row.seq) : undefined;
    return row.type === 'said' && reasons ? [{ ...row, reasons }] : [];
  });
  return [...known, ...fresh].sort((a, b) => a.seq - b.seq).slice(-MARKED);
}

function changed(
  questions: ReadonlyMap<number, Question>,
  upserted: readonly Question[],
  removed: readonly number[],
): ReadonlyMap<number, Question> {
  const next = new Map(questions);
  for (const id of removed) next.delete(id);
  for (const question of upserted) next.set(question.id, question);
  return next;
}

/** The counts as they stand, with the minutes that changed, the gaps that are new, and thanks where they changed. */
function beat(before: Pulse | null, update: Pulse): Pulse {
  return {
    ...update,
    thanks: update.thanks ?? before?.thanks ?? null,
    timeline: merged(before?.timeline, update.timeline, ({ at }) => at),
    gaps: merged(before?.gaps, update.gaps, ({ from }) => from),
  };
}

/** What there was with the changed put in its place, by time. */
function merged<T>(before: readonly T[] = [], update: readonly T[], time: (each: T) => string): T[] {
  if (update.length === 0) return [...before];
  const byTime = new Map([...before, ...update].map((each) => [time(each), each]));
  return [...byTime].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function newest(rows: Row[]): Row[] {
  return rows.length > ROWS + MORE_ROWS ? rows.slice(-ROWS) : rows;
}

interface Draft {
  rows: Row[];
  said: Said[];
  marked: readonly Marked[];
  taken: ReadonlyMap<number, number>;
  heardAt: number | null;
  gap: Gap | null;
}

function fold(desk: Desk, entries: readonly Entry[]): Desk {
  if (entries.length === 0) return desk;
  const draft: Draft = {
    rows: [...desk.rows],
    said: [...desk.said],
    marked: desk.marked,
    taken: desk.taken,
    heardAt: desk.heardAt,
    gap: desk.gap,
  };
  for (const entry of entries) take(draft, entry);
  return { ...desk, ...draft, rows: newest(draft.rows), said: draft.said.slice(-SAID) };
}

function take(draft: Draft, entry: Entry): void {
  draft.heardAt = Date.parse(entry.received_at);
  switch (entry.kind) {
    case 'comment':
    case 'platform_question':
      return say(draft, entry);
    case 'caption':
      if (entry.final) hear(draft, entry);
      return;
    case 'like':
      return crowd(draft, entry.seq, entry.count, 0);
    case 'join':
      return crowd(draft, entry.seq, 0, 1);
    case 'deleted':
      return forget(draft, entry.message_ids, entry.viewer_keys);
    case 'settled':
      draft.rows = draft.rows.filter((row) => row.type !== 'said');
      draft.said = [];
      draft.marked = [];
      return;
    case 'erased':
      return forget(draft, [], entry.viewer_keys);
    case 'gap':
      draft.gap = gapOf(entry, entry.seconds);
      return note(draft, entry, entry.kind, entry.seconds);
    case 'connected':
    case 'paused':
    case 'resumed':
    case 'ended':
      return note(draft, entry, entry.kind, 0);
    case 'acknowledged':
      draft.taken = new Map([...draft.taken, [entry.question, Date.parse(entry.at)]]);
  }
}

function say(draft: Draft, entry: EntryOf<'comment' | 'platform_question'>): void {
  const comment = entry.kind === 'comment';
  draft.rows.push({
    type: 'said',
    seq: entry.seq,
    at: Date.parse(entry.at),
    who: nameOf(entry.viewer),
    viewer: entry.viewer?.key ?? '',
    message: entry.message_id,
    text: entry.text,
    language: comment ? spoken(entry.language) : '',
    role: comment ? entry.role : 'viewer',
    platform: !comment,
  });
  hear(draft, entry);
}

/** Take what these messages, or these viewers, said out of the feed and from behind the cards. */
function forget(draft: Draft, messages: readonly string[], viewers: readonly string[]): void {
  const stays = ({ message, viewer }: { message: string | null; viewer: string }): boolean =>
    (message === null || !messages.includes(message)) && !viewers.includes(viewer);
  draft.rows = draft.rows.filter((row) => row.type !== 'said' || stays(row));
  draft.said = draft.said.filter(stays);
  draft.marked = draft.marked.filter(stays);
}

function hear(draft: Draft, entry: EntryOf<'comment' | 'platform_question' | 'caption'>): void {
  const language = 'language' in entry ? spoken(entry.language) : '';
  draft.said.push({
    seq: entry.seq,
    at: Date.parse(entry.at),
    viewer: entry.viewer?.key ?? '',
    message: entry.message_id,
    text: entry.text,
    language,
  });
}

/** TikTok's guess, without its word for "no idea". */
function spoken(language: string): string {
  return language === 'un' ? '' : language;
}

function crowd(draft: Draft, seq: number, likes: number, joins: number): void {
  const last = draft.rows.at(-1);
  if (last?.type === 'crowd') {
    draft.rows[draft.rows.length - 1] = { ...last, likes: last.likes + likes, joins: last.joins + joins };
  } else {
    draft.rows.push({ type: 'crowd', seq, likes, joins });
  }
}

function note(draft: Draft, entry: Entry, kind: NoteRow['note'], seconds: number): void {
  draft.rows.push({ type: 'note', seq: entry.seq, at: Date.parse(entry.at), note: kind, seconds });
}

function gapOf(entry: Entry, seconds: number): Gap {
  const until = Date.parse(entry.at);
  return { seq: entry.seq, from: until - seconds * 1000, until, seconds };
}

/** The name a viewer goes by on the desk. */
function nameOf(viewer: Viewer | null): string {
  return viewer?.handle || viewer?.nickname || '';
}

/** Why a question's comments seem to break the house's rules, undefined where they do not. */
export function marksOf(desk: Desk, question: Question): readonly Reason[] | undefined {
  const found = new Set(question.comments.flatMap((seq) => desk.marks.get(seq) ?? []));
  return found.size > 0 ? [...found] : undefined;
}
