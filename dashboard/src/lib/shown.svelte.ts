import { EMPTY, type Desk } from './state';

/** The desk as the page shows it. Each part wakes its own readers, and only when it has changed. */
export class Shown implements Desk {
  seq = $state.raw(EMPTY.seq);
  since = $state.raw(EMPTY.since);
  broadcast = $state.raw(EMPTY.broadcast);
  questions = $state.raw(EMPTY.questions);
  pulse = $state.raw(EMPTY.pulse);
  health = $state.raw(EMPTY.health);
  rows = $state.raw(EMPTY.rows);
  said = $state.raw(EMPTY.said);
  marks = $state.raw(EMPTY.marks);
  marked = $state.raw(EMPTY.marked);
  taken = $state.raw(EMPTY.taken);
  heardAt = $state.raw(EMPTY.heardAt);
  gap = $state.raw(EMPTY.gap);

  show(desk: Desk): void {
    Object.assign(this, desk);
  }
}
