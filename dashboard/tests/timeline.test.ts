import { describe, expect, test } from 'vitest';
import { course, joined, numberAt, peak, rows, type Course } from '../src/lib/timeline';
import type { Pulse, Question } from '../src/lib/wire';
import { at, minute, missed, PULSE, question } from './made';

const ms = (minutes: number): number => Date.parse(at(minutes));

function drawn(pulse: Partial<Pulse>, questions: Question[] = []): Course {
  const found = course({ ...PULSE, ...pulse }, questions);
  if (found === null) throw new Error('Nothing is drawn.');
  return found;
}

test('before the first minute there is nothing to draw', () => {
  expect(course(PULSE, [])).toBeNull();
});

describe('a gap', () => {
  const timeline = [0, 1, 2, 3, 4].map((index) => minute(index));

  test('breaks the curve, and nothing of it reaches into the gap', () => {
    const { curve } = drawn({ timeline, gaps: [missed(1.9, 3.1)] });
    expect(curve).toHaveLength(2);
    expect(curve[0]?.at(-1)?.at).toBe(ms(1.9));
    expect(curve[1]?.[0]?.at).toBe(ms(3.1));
  });

  test('is an empty place between two columns', () => {
    const [times, numbers] = joined(drawn({ timeline, gaps: [missed(1.9, 3.1)] }).curve);
    expect(times[numbers.indexOf(null)]).toBe(ms(2.5));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('of a whole minute leaves it without a count, of a part of it does not', () => {
    const deaf = [minute(0), minute(1, { gap_seconds: 60, viewers: null }), minute(2, { gap_seconds: 20 })];
    const { comments } = drawn({ timeline: deaf, gaps: [missed(1, 2.33)] });
    expect(comments[1]).toEqual([0, null, 2]);
  });

  test('that comes while another is still told stays beside it', () => {
    const { curve, gaps } = drawn({ timeline, gaps: [missed(3, 3.5), missed(1, 1.5), missed(1.5, 2)] });
    expect(gaps.map(({ from }) => from)).toEqual([ms(1), ms(1.5), ms(3)]);
    expect(curve).toHaveLength(3);
  });
});

test('a minute in which nothing came counts as none', () => {
  expect(drawn({ timeline: [minute(1), minute(4)] }).comments[1]).toEqual([1, 0, 0, 4]);
});

test('what was asked and answered is marked, what was dismissed is not', () => {
  const questions = [
    question(1),
    question(2, { status: 'answered', answered_at: at(4) }),
    question(3, { status: 'dismissed' }),
  ];
  const { asked, answered } = drawn({ timeline: [minute(0), minute(5)] }, questions);
  expect(asked).toEqual([
    { at: ms(1), open: true },
    { at: ms(2), open: false },
  ]);
  expect(answered).toEqual([ms(4)]);
});

describe('the table', () => {
  test('has a row for every minute of a short Live', () => {
    const answered = question(1, { status: 'answered', answered_at: at(2) });
    const timeline = [0, 1, 2].map((index) => minute(index, { likes: 5 }));
    const table = rows(drawn({ timeline, gaps: [missed(1.5, 2.25)] }, [answered]));
    expect(table).toHaveLength(5);
    expect(table[1]).toMatchObject({ viewers: 11, comments: 1, likes: 5, asked: 1, answered: 0, missed: 30 });
    expect(table[2]).toMatchObject({ viewers: 12, comments: 2, asked: 0, answered: 1, missed: 15 });
    expect(table[4]).toMatchObject({ viewers: null, comments: 0 });
  });

  test('of eight hours can still be read, and adds up', () => {
    const timeline = Array.from({ length: 480 }, (_, index) => minute(index, { comments: 2 }));
    const table = rows(drawn({ timeline }));
    expect(table).toHaveLength(48);
    expect(table.reduce((total, { comments }) => total + comments, 0)).toBe(960);
  });
});

test('the highest minute is found, and none where there was nothing', () => {
  const { comments, likes } = drawn({ timeline: [minute(0, { comments: 3 }), minute(1, { comments: 9 })] });
  expect(peak(comments)).toEqual({ at: ms(1), number: 9 });
  expect(peak(likes)).toBeNull();
});

test('a minute is read at any time in it', () => {
  const { viewers } = drawn({ timeline: [minute(0), minute(1)] });
  expect(numberAt(viewers, ms(1.7))).toBe(11);
  expect(numberAt(viewers, ms(-1))).toBeNull();
});
