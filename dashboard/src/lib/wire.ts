/** What the service sends and takes, by short names. `schema.d.ts` is generated from its OpenAPI page: `make types`. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Question = Schemas['Question'];
export type Status = Question['status'];
/** Something said that may have answered a question. */
export type Hint = Schemas['Hint'];

export type Viewer = Schemas['Viewer'];
/** An entry of the log, told apart by `kind`. */
export type Entry = Schemas['Entry'];
export type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

export type Broadcast = Schemas['BroadcastFields'];
export type Listener = Schemas['Listener'];
export type Listeners = Schemas['Listeners'];
/** What somebody may do here, see `api/roles.py`. */
export type Role = Schemas['You']['role'];
export type DeviceList = Schemas['DeviceList'];
export type Admitted = Schemas['Admitted'];
export type Health = Schemas['HealthFields'];
export type HealthState = Health['state'];
export type Pulse = Schemas['PulseFields'];
/** One minute of the Live. */
export type Minute = Schemas['Minute'];
/** A stretch in which nothing could be received. */
export type Missed = Schemas['Missed'];

/** What staff note of a broadcast. */
export type Note = Schemas['Noted'];

/** Who is to be thanked, and what one person did. */
export type Due = Schemas['Due'];
export type Kindness = Schemas['Kindness'];

/** A table that can be downloaded. */
export type Offer = Schemas['Offer'];

/** What viewers may see. */
export type ApprovedFrame = Schemas['ApprovedFrame'];

/** A frame of the stream; `seq` is the position in the log that it brings the desk to. */
export type Frame = Schemas['StreamFrame'];

/** What was looked at before a Live. */
export type Findings = Schemas['Findings'];
export type Finding = Schemas['FindingFields'];

/** The house's rules and what reminds of them, by language. */
export type HouseRules = Schemas['HouseRules'];
/** Why a comment seems to break them. */
export type Reason = Schemas['Mark']['reasons'][number];

/** The numbers that only TikTok's LIVE Center knows. */
export type LiveCenter = Omit<Schemas['LiveCenter'], 'kind' | 'by'>;

type About<Kind extends Entry['kind']> = { kind: Kind; question: number };

/** Everybody, or those whose first entries these are, has been thanked for what came up to an entry. */
export type Thanked = { until: number; entries?: readonly number[] };

/** What staff can ask for. The service may refuse it with a sentence. */
export type Decision =
  | About<'acknowledged' | 'answered' | 'deferred' | 'dismissed' | 'reopened' | 'pinned' | 'unpinned'>
  | About<'claimed' | 'released' | 'unlisted' | 'approved' | 'withdrawn'>
  | (About<'listed'> & Pick<Schemas['Listed'], 'place'>)
  | (About<'whispered'> & Pick<Schemas['Whispered'], 'text' | 'link'>)
  | (About<'referred'> & Pick<Schemas['Referred'], 'to'>)
  | (About<'merged'> & Pick<Schemas['Merged'], 'into'>)
  | (About<'split'> & Pick<Schemas['Split'], 'comments'>)
  | Pick<Schemas['Asked'], 'kind' | 'text'>
  | { kind: 'asked'; comment: number }
  | ({ kind: 'thanked' } & Thanked);
