import { describe, expect, test } from 'vitest';
import { EMPTY, marksOf, MORE_ROWS, reduce, ROWS, type Desk, type Input } from '../src/lib/state';
import { comment, entry, kindness, minute, PULSE, question, snapshot, START } from './made';

function after(...inputs: Input[]): Desk {
  return inputs.reduce(reduce, EMPTY);
}

function texts(desk: Desk): string[] {
  return desk.rows.flatMap((row) => (row.type === 'said' ? [row.text] : []));
}

describe('entries', () => {
  test('a comment becomes a row of the feed', () => {
    const desk = after(snapshot(0), { type: 'entries', seq: 1, entries: [comment(1, 'halo')] });
    expect(desk.rows).toMatchObject([{ type: 'said', who: 'viewer1', text: 'halo', language: 'id' }]);
    expect(desk.seq).toBe(1);
  });

  test('an entry that comes twice is shown once', () => {
    const frame: Input = { type: 'entries', seq: 2, entries: [comment(1), comment(2)] };
    const again: Input = { type: 'entries', seq: 3, entries: [comment(2), comment(3)] };
    expect(texts(after(snapshot(0), frame, again))).toEqual(['comment 1', 'comment 2', 'comment 3']);
  });

  test('the feed keeps a bounded number of rows, the newest', () => {
    const most = ROWS + MORE_ROWS;
    const entries = Array.from({ length: most }, (_, index) => comment(index + 1));
    const full = after(snapshot(0), { type: 'entries', seq: most, entries });
    expect(full.rows).toHaveLength(most);
    const cut = reduce(full, { type: 'entries', seq: most + 1, entries: [comment(most + 1)] });
    expect(cut.rows).toHaveLength(ROWS);
    expect(cut.rows.at(-1)?.seq).toBe(most + 1);
  });

  test('leave everything else the very same, so that nothing but the feed is drawn anew', () => {
    const before = after(snapshot(0, [question(1)]));
    const frame: Input = { type: 'entries', seq: 1, entries: [comment(1)] };
    const { rows, said, seq, heardAt, ...others } = reduce(before, frame);
    expect([rows.length, said.length, seq, heardAt]).toEqual([1, 1, 1, START + 60_000]);
    for (const [part, value] of Object.entries(others)) expect(value).toBe(before[part as keyof Desk]);
  });

  test('likes and joins between two comments are one row', () => {
    const crowd = [
      entry(1, { kind: 'like', count: 15, total: 15 }),
      entry(2, { kind: 'join' }),
      entry(3, { kind: 'like', count: 5, total: 20 }),
      comment(4),
    ];
    const desk = after(snapshot(0), { type: 'entries', seq: 4, entries: crowd });
    expect(desk.rows).toMatchObject([{ type: 'crowd', likes: 20, joins: 1 }, { type: 'said' }]);
  });

  test('what moderators delete is gone, by message and by viewer', () => {
    const deleted = entry(4, { kind: 'deleted', message_ids: ['m1'], viewer_keys: ['v3'] });
    const entries = [comment(1), comment(2), comment(3), deleted];
    expect(texts(after(snapshot(0), { type: 'entries', seq: 4, entries }))).toEqual(['comment 2']);
  });

  test('of who is forgotten nothing is shown: neither in the chat nor behind the cards', () => {
    const erased = entry(3, { kind: 'erased', viewer_keys: ['v1'] });
    const desk = after(snapshot(0), {
      type: 'entries',
      seq: 3,
      entries: [comment(1), comment(2), erased],
    });
    expect(texts(desk)).toEqual(['comment 2']);
    expect(desk.said.map((said) => said.text)).toEqual(['comment 2']);
  });

  test('a gap is told from when to when', () => {
    const gap = entry(1, { kind: 'gap', seconds: 52, reason: 'lost' });
    const desk = after(snapshot(0), { type: 'entries', seq: 1, entries: [gap] });
    expect(desk.gap).toEqual({ seq: 1, from: START + 8_000, until: START + 60_000, seconds: 52 });
  });

  test('a kind the desk does not know passes by', () => {
    const entries = [entry(1, { kind: 'confetti' }), comment(2)];
    expect(texts(after(snapshot(0), { type: 'entries', seq: 2, entries }))).toEqual(['comment 2']);
  });
});

describe('what was said before the stream began', () => {
  test('comes before what has been heard since, and is not counted as seen', () => {
    const live: Input = { type: 'entries', seq: 11, entries: [comment(11)] };
    const desk = after(snapshot(10), live, {
      type: 'earlier',
      entries: [comment(9), comment(10), comment(11)],
    });
    expect(texts(desk)).toEqual(['comment 9', 'comment 10', 'comment 11']);
    expect(desk.seq).toBe(11);
  });

  test('finds when the host took a question', () => {
    const taken = entry(5, { kind: 'acknowledged', question: 3 });
    expect(after(snapshot(10), { type: 'earlier', entries: [taken] }).taken.get(3)).toBe(START + 5 * 60_000);
  });
});

describe('a stream taken up again', () => {
  test('keeps the feed and takes the questions as they now stand', () => {
    const first: Input = { type: 'entries', seq: 1, entries: [comment(1)] };
    const desk = after(snapshot(0, [question(1)]), first, snapshot(1, [question(1, { status: 'answered' })]));
    expect(texts(desk)).toEqual(['comment 1']);
    expect(desk.questions.get(1)?.status).toBe('answered');
  });

  test('begins anew where the seq is another', () => {
    const desk = after(snapshot(0), { type: 'entries', seq: 1, entries: [comment(1)] }, snapshot(9));
    expect(desk.rows).toEqual([]);
    expect(desk.seq).toBe(9);
  });
});

describe('questions and counts', () => {
  test('only the changed questions are replaced, the removed go', () => {
    const desk = after(snapshot(0, [question(1), question(2), question(3)]), {
      type: 'questions',
      seq: 4,
      questions: [question(2, { askers: 7 })],
      removed: [3],
    });
    expect([...desk.questions.keys()]).toEqual([1, 2]);
    expect(desk.questions.get(2)?.askers).toBe(7);
  });

  test('whom to thank stays as it was until it is told anew', () => {
    const thanks = { until: 3, people: [kindness(3)], more: 0 };
    const begun = after(snapshot(3, [], { thanks }), { ...PULSE, type: 'pulse', seq: 4, thanks: null });
    expect(begun.pulse?.thanks).toEqual(thanks);
    const emptied = { until: 5, people: [], more: 0 };
    expect(reduce(begun, { ...PULSE, type: 'pulse', seq: 5, thanks: emptied }).pulse?.thanks).toEqual(
      emptied,
    );
  });

  test('a changed minute takes the place of the old one', () => {
    const begun = snapshot(0, [], { timeline: [minute(0), minute(1)] });
    const timeline = [minute(1, { comments: 99 }), minute(2)];
    const desk = after(begun, { ...PULSE, type: 'pulse', seq: 1, timeline });
    expect(desk.pulse?.timeline.map(({ comments }) => comments)).toEqual([0, 99, 2]);
  });
});

describe('marks of comments that seem to break the rules', () => {
  const marks = (...seqs: number[]): Input => ({
    type: 'marks',
    seq: 3,
    marks: seqs.map((comment) => ({ comment, reasons: ['words'] })),
  });
  const said: Input = { type: 'entries', seq: 3, entries: [comment(1), comment(2), comment(3)] };

  test('are kept with their comments, and go with them when these are deleted', () => {
    const desk = after(snapshot(0), said, marks(1, 3));
    expect(desk.marked.map(({ seq }) => seq)).toEqual([1, 3]);
    const deleted = entry(4, { kind: 'deleted', message_ids: ['m1'], viewer_keys: [] });
    expect(reduce(desk, { type: 'entries', seq: 4, entries: [deleted] }).marked).toHaveLength(1);
  });

  test('may be told before their comments are fetched', () => {
    const desk = after(snapshot(3), marks(2), { type: 'earlier', entries: [comment(1), comment(2)] });
    expect(desk.marked).toMatchObject([{ seq: 2, text: 'comment 2', reasons: ['words'] }]);
  });

  test('are those of a question too', () => {
    const desk = after(snapshot(0), said, marks(2));
    expect(marksOf(desk, question(1, { comments: [1, 2] }))).toEqual(['words']);
    expect(marksOf(desk, question(1))).toBeUndefined();
  });
});
