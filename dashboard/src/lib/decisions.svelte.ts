/**
 * What the host decides: shown at once, written by the service, taken back within five seconds.
 *
 * The service has the last word. Where it refuses, the desk goes back to what is true and says why.
 */
import * as api from './api';
import { now } from './clock.svelte';
import { settings, t } from './settings.svelte';
import type { Desk } from './state';
import { called } from './thanks';
import type { Decision, Entry, Question, Thanked } from './wire';

/** How long a decision can be taken back, in milliseconds. */
export const UNDO = 5_000;
/** How long Undo is deaf after it appears: the finger that answered may still be coming down. */
export const DEAF = 500;

/** What decisions change of a question at once. */
const SHOWN = ['status', 'pinned', 'claimed_by', 'listed', 'approved'] as const;
type Shown = Partial<Pick<Question, (typeof SHOWN)[number]>>;

/** Decisions that go to the service together. */
interface Batch {
  /** The seqs of what the service has written of it. */
  seqs: number[];
  done: boolean;
}

/** A batch that can still be taken back. */
export interface Undoable extends Batch {
  text: string;
  at: number;
  decisions: readonly Decision[];
  /** How its questions stood before. */
  before: ReadonlyMap<number, Shown>;
}

/** Thanks that the service has not confirmed yet. */
interface Thanking {
  thanked: Thanked;
  batch: Batch;
}

/** How a question is shown until the stream has confirmed it. */
interface Pretended {
  shown: Shown;
  at: number;
  batch: Batch;
}

const BECOMES: Partial<Record<Decision['kind'], Shown>> = {
  released: { claimed_by: null },
  unlisted: { listed: null },
  approved: { approved: true },
  withdrawn: { approved: false },
  acknowledged: { status: 'acknowledged' },
  answered: { status: 'answered' },
  deferred: { status: 'deferred' },
  referred: { status: 'referred' },
  dismissed: { status: 'dismissed' },
  reopened: { status: 'open' },
  merged: { status: 'dismissed' },
  pinned: { pinned: true },
  unpinned: { pinned: false },
};

export class Decisions {
  undoable = $state.raw<Undoable | null>(null);
  pretended = $state.raw<ReadonlyMap<number, Pretended>>(new Map());
  /** Thanks that the service's list does not tell of yet. */
  thanking = $state.raw<readonly Thanking[]>([]);

  #posts: Promise<boolean> = Promise.resolve(true);
  #confirmed = 0;

  /** `desk` is what the stream has come to, `me` whose decisions these are; `say` tells the host one sentence. */
  constructor(
    private readonly desk: () => Desk,
    private readonly me: () => string,
    private readonly say: (sentence: string) => void,
  ) {}

  /** Decide, as one step that one undo takes back. Tells whether the service has written it. */
  take(...decisions: Decision[]): Promise<boolean> {
    const last = decisions.at(-1);
    const broadcast = this.desk().broadcast;
    if (!last || !broadcast) return Promise.resolve(false);
    const batch = {
      seqs: [],
      done: false,
      text: this.#told(last),
      at: now(),
      decisions,
      before: this.#before(decisions),
    };
    this.undoable = batch;
    setTimeout(() => this.#withdraw(batch), UNDO);
    for (const decision of decisions) this.#pretend(decision, this.#becomes(decision), batch);
    const by = settings.name ? { by: settings.name } : {};
    return this.#write(
      batch,
      decisions.map((decision) => () => api.decide(broadcast.id, { ...decision, ...by })),
    );
  }

  /** Take the last step back, while that is offered. */
  undo(): void {
    const step = this.undoable;
    if (!step || now() - step.at < DEAF) return;
    this.undoable = null;
    this.#stopThanking((batch) => batch === step);
    void this.#posts.then(() => this.#takeBack(step));
  }

  /** The questions have come to `seq`: what was decided up to there need not be pretended. */
  confirm(seq: number): void {
    this.#confirmed = seq;
    this.#stopPretending(({ batch }) => batch.done && Math.max(...batch.seqs) <= this.#confirmed);
  }

  /** The service has told anew whom to thank. */
  confirmThanks(): void {
    const until = this.desk().pulse?.thanks?.until ?? 0;
    this.#stopThanking((batch) => batch.done && Math.max(...batch.seqs) <= until);
  }

  /** The questions have come anew: everything the service has written is in them. */
  settle(): void {
    this.#stopPretending(({ batch }) => batch.done);
    this.#stopThanking((batch) => batch.done);
  }

  /** What was written last is taken back first. */
  #takeBack(step: Undoable): void {
    const broadcast = this.desk().broadcast;
    if (!step.done || !broadcast) return; // it was refused, and the host has been told
    const batch: Batch = { seqs: [], done: false };
    for (const [question, shown] of step.before) this.#show(question, shown, batch);
    void this.#write(
      batch,
      step.seqs.toReversed().map((seq) => () => api.undo(broadcast.id, seq)),
    );
  }

  /** One after the other, in the order the host decided. */
  #write(batch: Batch, posts: readonly (() => Promise<Entry>)[]): Promise<boolean> {
    this.#posts = this.#posts.then(() => this.#post(batch, posts));
    return this.#posts;
  }

  async #post(batch: Batch, posts: readonly (() => Promise<Entry>)[]): Promise<boolean> {
    try {
      for (const post of posts) batch.seqs.push((await post()).seq);
      batch.done = true;
      this.confirm(this.#confirmed);
      this.confirmThanks();
      return true;
    } catch (error) {
      if (!(error instanceof api.Refusal)) throw error;
      this.#stopPretending((pretended) => pretended.batch === batch);
      this.#stopThanking((one) => one === batch);
      this.#withdraw(batch);
      this.say(error.code === api.UNREACHABLE ? t('notice.unreachable') : error.message);
      return false;
    }
  }

  #becomes(decision: Decision): Shown | undefined {
    if (decision.kind === 'claimed') return { claimed_by: this.me() };
    if (decision.kind === 'listed') return { listed: decision.place };
    return BECOMES[decision.kind];
  }

  #withdraw(batch: Batch): void {
    if (this.undoable === batch) this.undoable = null;
  }

  #pretend(decision: Decision, shown: Shown | undefined, batch: Batch): void {
    if (decision.kind === 'thanked') this.thanking = [...this.thanking, { thanked: decision, batch }];
    if (shown && 'question' in decision) this.#show(decision.question, shown, batch);
  }

  #show(question: number, shown: Shown, batch: Batch): void {
    const before = this.pretended.get(question)?.shown;
    this.pretended = new Map(this.pretended).set(question, {
      shown: { ...before, ...shown },
      at: now(),
      batch,
    });
  }

  #stopPretending(which: (pretended: Pretended) => boolean): void {
    const kept = [...this.pretended].filter(([, pretended]) => !which(pretended));
    if (kept.length < this.pretended.size) this.pretended = new Map(kept);
  }

  #stopThanking(which: (batch: Batch) => boolean): void {
    this.thanking = this.thanking.filter(({ batch }) => !which(batch));
  }

  #before(decisions: readonly Decision[]): Map<number, Shown> {
    const ids = decisions.flatMap((decision) => ('question' in decision ? [decision.question] : []));
    return new Map(
      ids.map((id) => {
        const question = this.desk().questions.get(id);
        return [id, question ? Object.fromEntries(SHOWN.map((field) => [field, question[field]])) : {}];
      }),
    );
  }

  #told(decision: Decision): string {
    return t(`did.${decision.kind}`, { text: this.#textOf(decision) });
  }

  #textOf(decision: Decision): string {
    if ('question' in decision) return this.desk().questions.get(decision.question)?.text ?? '';
    if ('text' in decision) return decision.text;
    if (decision.kind === 'thanked') return this.#namesOf(decision);
    return this.desk().said.find((said) => said.seq === decision.comment)?.text ?? '';
  }

  #namesOf({ entries }: Thanked): string {
    const due = this.desk().pulse?.thanks;
    const one = due?.people.find(({ entry }) => entries?.includes(entry));
    return one ? called(one) : t('thanks.people', { n: (due?.people.length ?? 0) + (due?.more ?? 0) });
  }
}
