/** The desk's live session: finds the broadcast, keeps its stream, and is what every component reads. */
import { tick, untrack } from 'svelte';
import * as api from './api';
import * as clock from './clock.svelte';
import { Decisions } from './decisions.svelte';
import { age, notice, PATIENCE, type Notice } from './notices';
import { standing, withPending } from './queue';
import { settings, spoken, t } from './settings.svelte';
import { Shown } from './shown.svelte';
import { openStream, type Link, type Stream } from './socket';
import { EMPTY, reduce, type Desk, type Input } from './state';
import { course } from './timeline';
import type { Decision, Frame, Listener, Question, Role } from './wire';

const LOOK_OFTEN = 1_500;
const LOOK_SELDOM = 5_000;
/** Entries from before the stream that fill the feed. */
const EARLIER = 400;
/** What a screen takes for a picture, in milliseconds. */
const PICTURE = 1000 / 60;
/** How long a remark stands, and one to somebody who comes back to the desk. */
const REMARK = 8_000;
const WELCOME = 20_000;

export type Phase = 'opening' | 'waiting' | 'failed' | 'nothing' | 'denied' | 'desk';

export class Session {
  phase = $state<Phase>('opening');
  readonly desk = new Shown();
  listeners = $state.raw<readonly Listener[]>([]);
  /** What this page may do. */
  role = $state<Role>('view');
  /** The name a device was let in with. */
  name = $state('');
  /** The name that decisions of this page go by. */
  readonly me = $derived(this.name || settings.name || 'host');
  /** When this page lost the service, null while it has it. */
  lostAt = $state<number | null>(null);
  /** Something to tell once. */
  remark = $state('');
  /** The seq of the last gap that has been read about here. */
  seenGap = $state(0);
  readonly gap = $derived(this.desk.gap && this.desk.gap.seq > this.seenGap ? this.desk.gap : null);
  readonly decisions = new Decisions(
    () => this.#arrived,
    () => this.me,
    (sentence) => this.#say(sentence),
  );

  readonly questions = $derived(
    withPending(
      this.desk.questions.values(),
      new Map([...this.decisions.pretended].map(([id, { shown }]) => [id, shown])),
    ),
  );
  readonly standing = $derived(standing(this.questions, this.desk.taken));
  /** The Live so far as it is drawn: anew with the pulse, not with each question. */
  readonly course = $derived(
    this.desk.pulse &&
      course(
        this.desk.pulse,
        untrack(() => this.questions),
      ),
  );
  readonly listener = $derived(
    this.listeners.find((one) => one.broadcast === this.desk.broadcast?.id) ?? this.listeners[0] ?? null,
  );
  readonly health = $derived(this.desk.health ?? this.listener?.health ?? null);
  readonly decides = $derived(this.role !== 'view');
  readonly approves = $derived(this.role === 'host' || this.role === 'desk');
  readonly downloads = $derived(this.approves);
  readonly ended = $derived((this.desk.pulse?.ended_at ?? this.desk.broadcast?.ended_at ?? null) !== null);

  /** What frames have come to; `desk` follows once per picture. */
  #arrived: Desk = EMPTY;
  #stream: Stream | null = null;
  #shown: number | null = null;
  #link: Link = 'connecting';
  /** What this page had seen, and when, before it lost touch. */
  #left: { seq: number; at: number } | null = null;
  #picture = 0;
  /** No picture before this time: a page that takes longer than a picture to draw leaves the hand as much time. */
  #rest = 0;
  #looking: ReturnType<typeof setTimeout> | undefined;

  /** Start; `chosen` is a broadcast to show instead of the one being listened to. Returns what ends it. */
  start(chosen: number | null): () => void {
    void this.#look(chosen);
    return () => {
      clearTimeout(this.#looking);
      cancelAnimationFrame(this.#picture);
      this.#stream?.close();
    };
  }

  /** When a question was taken on air, null where that is not known. */
  takenAt(question: Question): number | null {
    return this.decisions.pretended.get(question.id)?.at ?? this.desk.taken.get(question.id) ?? null;
  }

  /** What there is to tell just now, in the dock and to screen readers; without the gap where that is null. */
  notice(gap = this.gap): Notice | null {
    const { health, lostAt, remark, ended } = this;
    return notice({ health, lostAt, gap, remark, ended }, clock.time.now, spoken());
  }

  /** Take a question on air; the one that was on air waits on. */
  takeUp(question: Question): void {
    const before = this.standing.now;
    const back = [before, question].filter((one) => one?.status === 'acknowledged');
    const reopened = new Set(back.map((one) => one?.id ?? 0));
    const decisions: Decision[] = [...reopened].map((id) => ({ kind: 'reopened', question: id }));
    this.decisions.take(...decisions, { kind: 'acknowledged', question: question.id });
  }

  /** What is on air is answered, and this question is next: one step, as a presenter's clicker takes it. */
  advance(next: Question | null): void {
    const { now } = this.standing;
    const decisions: Decision[] = [];
    if (now) decisions.push({ kind: 'answered', question: now.id });
    if (next) decisions.push({ kind: 'acknowledged', question: next.id });
    this.decisions.take(...decisions);
  }

  /** Connect anew at once. */
  retry(): void {
    this.#stream?.retry();
  }

  async #look(chosen: number | null): Promise<void> {
    try {
      const answer = await api.listeners();
      clock.setBy(answer.date);
      this.listeners = answer.listeners;
      this.role = answer.you.role;
      this.name = answer.you.name;
      this.#backInTouch();
      await this.#choose(chosen);
    } catch (error) {
      if (!(error instanceof api.Refusal)) throw error;
      this.#notHeard(error);
    }
    clearTimeout(this.#looking);
    this.#looking = setTimeout(
      () => void this.#look(chosen),
      this.phase === 'desk' ? LOOK_SELDOM : LOOK_OFTEN,
    );
  }

  /** The service answers again, so its stream need not wait for the next try. */
  #backInTouch(): void {
    if (this.lostAt === null) return;
    if (this.#stream === null) this.lostAt = null;
    else if (this.#link !== 'connecting') this.#stream.retry();
  }

  async #choose(chosen: number | null): Promise<void> {
    const live = this.listeners.find((one) => one.broadcast !== null)?.broadcast;
    const wanted = chosen ?? live ?? this.#shown ?? (this.listeners.length > 0 ? null : await api.latest());
    if (wanted === null) this.phase = this.#withoutBroadcast();
    else if (wanted !== this.#shown) this.#open(wanted);
  }

  #withoutBroadcast(): Phase {
    if (this.listeners.length === 0) return 'nothing';
    return this.listeners.every((one) => one.health.state === 'failed') ? 'failed' : 'waiting';
  }

  #notHeard(refusal: api.Refusal): void {
    if (refusal.status === 401) this.#deny();
    else this.lostAt ??= clock.now();
  }

  #deny(): void {
    this.phase = 'denied';
    this.#stream?.close();
  }

  #open(broadcast: number): void {
    this.#stream?.close();
    this.#shown = broadcast;
    this.#arrived = EMPTY;
    this.#stream = openStream<Frame>({
      address: (after) => api.streamAddress(broadcast, after),
      seq: () => (this.#arrived.broadcast ? this.#arrived.seq : undefined),
      onFrame: (frame) => this.#onFrame(frame),
      onLink: (link, quiet) => this.#onLink(link, quiet),
    });
  }

  #onFrame(frame: Frame): void {
    const first = this.#arrived.broadcast === null;
    this.#take(frame);
    if (frame.type === 'snapshot') this.#onSnapshot(frame.broadcast.id, frame.seq, first);
    if (frame.type === 'questions') this.#onQuestions(frame.seq);
    if (frame.type === 'pulse') this.decisions.confirmThanks();
  }

  #onSnapshot(broadcast: number, seq: number, first: boolean): void {
    this.phase = 'desk';
    this.desk.show(this.#arrived);
    this.decisions.settle();
    if (first) void this.#fill(broadcast, seq);
  }

  /** What confirms a decision is painted at once, so that nothing flickers back in between. */
  #onQuestions(seq: number): void {
    if (this.decisions.pretended.size > 0) this.desk.show(this.#arrived);
    this.decisions.confirm(seq);
  }

  #take(input: Input): void {
    this.#arrived = reduce(this.#arrived, input);
    if (document.hidden) this.desk.show(this.#arrived);
    else this.#picture ||= requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    const begun = performance.now();
    if (begun < this.#rest) {
      this.#picture = requestAnimationFrame(() => this.#paint());
      return;
    }
    this.#picture = 0;
    this.desk.show(this.#arrived);
    void tick().then(() => this.#restAfter(begun));
  }

  #restAfter(begun: number): void {
    const took = performance.now() - begun;
    this.#rest = took > PICTURE ? begun + 2 * took : 0;
  }

  /** The feed begins with what was said just before, and the host's own takings are found again. */
  async #fill(broadcast: number, seq: number): Promise<void> {
    const after = Math.max(0, seq - EARLIER);
    this.#take({ type: 'earlier', entries: await api.entries(broadcast, { after, limit: EARLIER }) });
    const onAir = [...this.#arrived.questions.values()].filter(({ status }) => status === 'acknowledged');
    if (onAir.every(({ id }) => this.#arrived.taken.has(id))) return;
    const kind = 'acknowledged';
    this.#take({ type: 'earlier', entries: await api.entries(broadcast, { after: 0, limit: 1000, kind }) });
  }

  #onLink(link: Link, quiet: number): void {
    this.#link = link;
    if (link === 'refused') this.#deny();
    if (link === 'lost') this.#onLost();
    if (link === 'stale') this.#leave(clock.now() - quiet);
    if (link === 'open') this.#onOpen();
  }

  #onLost(): void {
    this.lostAt ??= clock.now();
    this.#leave(this.lostAt);
  }

  #leave(at: number): void {
    if (this.#arrived.broadcast) this.#left ??= { seq: this.#arrived.seq, at };
  }

  #onOpen(): void {
    const left = this.#left;
    this.lostAt = null;
    this.#left = null;
    const now = clock.now();
    if (left && now - left.at > PATIENCE) setTimeout(() => this.#tellCaughtUp(left.seq, left.at, now), 1_000);
  }

  #tellCaughtUp(seq: number, left: number, back: number): void {
    const n = this.#arrived.seq - seq;
    if (n <= 0) return;
    const fresh = [...this.#arrived.questions.keys()].filter((id) => id > seq).length;
    const caughtUp = t('notice.caughtUp', { n, age: age(left, back, spoken()) });
    this.#say(fresh > 0 ? `${caughtUp} ${t('notice.caughtUpNew', { n: fresh })}` : caughtUp, WELCOME);
  }

  #say(sentence: string, stands = REMARK): void {
    this.remark = sentence;
    setTimeout(() => {
      if (this.remark === sentence) this.remark = '';
    }, stands);
  }
}
