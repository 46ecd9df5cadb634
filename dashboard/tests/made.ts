/** What the service would send, made by hand for the tests. */
import type { Entry, Frame, Kindness, Minute, Missed, Pulse, Question } from '../src/lib/wire';

export const START = Date.parse('2026-11-21T12:00:00.000Z');

export function at(minute: number): string {
  return new Date(START + minute * 60_000).toISOString();
}

export function question(id: number, over: Partial<Question> = {}): Question {
  return {
    id,
    text: `question ${id}?`,
    language: 'id',
    topic: null,
    topics: [],
    variants: [],
    kind: 'question',
    status: 'open',
    asked_at: at(id),
    asked_again_at: null,
    answered_at: null,
    askers: 1,
    comments: [id],
    typed: 0,
    score: 1,
    why: '',
    pinned: false,
    hints: [],
    facts: [],
    catalogue: [],
    head_starts: [],
    claimed_by: null,
    whispers: [],
    listed: null,
    approved: false,
    ...over,
  };
}

export function entry(seq: number, body: Record<string, unknown>): Entry {
  const envelope = { seq, broadcast: 1, at: at(seq), received_at: at(seq), history: false };
  const viewer = { key: `v${seq}`, handle: `viewer${seq}`, nickname: '' };
  return { ...envelope, viewer, message_id: `m${seq}`, ...body } as unknown as Entry;
}

export function comment(seq: number, text = `comment ${seq}`): Entry {
  return entry(seq, { kind: 'comment', text, language: 'id', role: 'viewer' });
}

export function minute(index: number, over: Partial<Minute> = {}): Minute {
  return { at: at(index), viewers: 10 + index, comments: index, likes: 0, gap_seconds: 0, ...over };
}

export function missed(from: number, until: number): Missed {
  return { from: at(from), until: at(until) };
}

export function kindness(seq: number, over: Partial<Kindness> = {}): Kindness {
  const viewer = { key: `v${seq}`, handle: `viewer${seq}`, nickname: '' };
  return { entry: seq, last: seq, viewer, gifts: 0, gift: '', followed: true, shares: 0, ...over };
}

export const PULSE: Pulse = {
  viewers_now: 0,
  viewers_peak: 0,
  comments: 0,
  comments_per_minute: 0,
  likes: 0,
  gifts: 0,
  follows: 0,
  shares: 0,
  joins: 0,
  questions: 0,
  unanswered: 0,
  coverage: 1,
  gap_seconds: 0,
  live_seconds: 0,
  paused: false,
  started_at: at(0),
  ended_at: null,
  timeline: [],
  gaps: [],
  thanks: null,
};

export function snapshot(seq: number, questions: Question[] = [], over: Partial<Pulse> = {}): Frame {
  const broadcast = { id: 1, handle: 'tunaspelita', room_id: '7', status: 'live' as const, rehearsal: false };
  return {
    type: 'snapshot',
    seq,
    broadcast: { ...broadcast, started_at: at(0), ended_at: null, coverage: 1, counts: {} },
    questions,
    pulse: { ...PULSE, ...over },
    health: null,
  };
}
