/** What the service sends and takes: `docs` of the service's OpenAPI page, as far as the desk reads it. */

export type Status = 'open' | 'acknowledged' | 'answered' | 'deferred' | 'referred' | 'dismissed' | 'missed';

/** Something said that may have answered a question. */
export interface Hint {
  from: 'host' | 'viewer';
  seq: number;
  text: string;
  score: number;
}

export interface Question {
  id: number;
  text: string;
  language: string;
  topic: string | null;
  kind: 'question' | 'request' | 'trouble';
  status: Status;
  asked_at: string;
  asked_again_at: string | null;
  answered_at: string | null;
  askers: number;
  comments: number[];
  score: number;
  why: string;
  pinned: boolean;
  hints: Hint[];
}

export interface Viewer {
  key: string;
  handle: string;
  nickname: string;
}

interface Envelope {
  seq: number;
  broadcast: number;
  at: string;
  received_at: string;
  viewer: Viewer | null;
  message_id: string | null;
  history: boolean;
}

type Body =
  | { kind: 'comment'; text: string; language: string; role: 'viewer' | 'moderator' | 'host' }
  | { kind: 'platform_question'; text: string }
  | { kind: 'like'; count: number; total: number }
  | { kind: 'gift'; gift: string; count: number; final: boolean }
  | { kind: 'follow' }
  | { kind: 'share' }
  | { kind: 'join' }
  | { kind: 'caption'; text: string; final: boolean; language: string }
  | { kind: 'deleted'; message_ids: string[]; viewer_keys: string[] }
  | { kind: 'connected'; room_id: string; attempt: number }
  | { kind: 'gap'; seconds: number; reason: string }
  | { kind: 'paused' }
  | { kind: 'resumed' }
  | { kind: 'ended'; reason: string }
  | { kind: 'acknowledged'; question: number; by: string };

/** An entry of the log. Kinds that the desk does not read pass by unnoticed. */
export type Entry = Envelope & Body;

export interface Broadcast {
  id: number;
  handle: string;
  room_id: string;
  status: string;
  rehearsal: boolean;
  started_at: string;
  ended_at: string | null;
  coverage: number;
}

/** One minute of the Live. */
export interface Minute {
  at: string;
  viewers: number | null;
  comments: number;
  gap_seconds: number;
}

export interface Pulse {
  viewers_now: number;
  viewers_peak: number;
  comments: number;
  comments_per_minute: number;
  likes: number;
  gifts: number;
  follows: number;
  shares: number;
  joins: number;
  questions: number;
  unanswered: number;
  coverage: number;
  gap_seconds: number;
  live_seconds: number;
  started_at: string | null;
  ended_at: string | null;
  timeline: Minute[];
}

export type HealthState =
  'starting' | 'waiting' | 'connecting' | 'live' | 'silent' | 'reconnecting' | 'paused' | 'failed' | 'ended';

export interface Health {
  state: HealthState;
  since: string;
  message: string;
  code: string;
  retry_at: string | null;
  attempt: number;
  last_frame_at: string | null;
  undecoded: Record<string, number>;
}

export interface Listener {
  handle: string;
  broadcast: number | null;
  rehearsal: boolean;
  health: Health;
}

/** A frame of the stream; `seq` is the position in the log that it brings the desk to. */
export type Frame =
  | {
      type: 'snapshot';
      seq: number;
      broadcast: Broadcast;
      questions: Question[];
      pulse: Pulse;
      health: Health | null;
    }
  | { type: 'entries'; seq: number; entries: Entry[] }
  | { type: 'questions'; seq: number; questions: Question[]; removed: number[] }
  | ({ type: 'pulse'; seq: number } & Pulse)
  | ({ type: 'health'; seq: number } & Health);

/** What staff can ask for. The service may refuse it with a sentence. */
export type Decision =
  | { kind: 'acknowledged' | 'answered' | 'deferred' | 'dismissed' | 'reopened'; question: number }
  | { kind: 'pinned' | 'unpinned'; question: number }
  | { kind: 'referred'; question: number; to: string }
  | { kind: 'merged'; question: number; into: number }
  | { kind: 'split'; question: number; comments: number[] }
  | { kind: 'asked'; text: string }
  | { kind: 'asked'; comment: number };
