import { describe, expect, it } from 'vitest';
import { allOf, filled, read, unreadable, written, type Typed } from '../src/lib/livecenter';

describe('a number of LIVE Center', () => {
  it.each([
    ['812', 812],
    [' 1 204 ', 1204],
    ['12.345', 12345],
    ['1,234,567', 1234567],
    ['', null],
    ['0', 0],
  ])('is read as people write it: %s', (text, number) => {
    expect(read('lc_views', text)).toBe(number);
  });

  it.each(['1.2K', '-3', '12.5', '1.234,567', 'many', '99999999999', '1:32'])('is not: %s', (text) => {
    expect(read('lc_views', text)).toBeUndefined();
  });

  it('may be a time, in minutes and seconds or in seconds', () => {
    expect(read('lc_avg_watch_time_s', '1:32')).toBe(92);
    expect(read('lc_avg_watch_time_s', '1:02:03')).toBe(3723);
    expect(read('lc_avg_watch_time_s', '92')).toBe(92);
    expect(read('lc_avg_watch_time_s', '1:72')).toBeUndefined();
  });

  it('is written as it was read', () => {
    expect(written('lc_avg_watch_time_s', 3723)).toBe('62:03');
    expect(read('lc_avg_watch_time_s', '62:03')).toBe(3723);
    expect([written('lc_views', 812), written('lc_views', null)]).toEqual(['812', '']);
  });
});

it('names what cannot be read', () => {
  const typed = { lc_views: '1', lc_unique_viewers: '', lc_shares: 'a few' } as Typed;
  const all = { lc_avg_watch_time_s: '', lc_peak_viewers: '', lc_new_followers: '', lc_comments: '' };
  expect(unreadable({ ...typed, ...all, lc_diamonds: '', lc_gifters: '' })).toEqual(['lc_shares']);
});

it('is not overwritten while somebody types it', () => {
  const empty = allOf(() => '');
  const known = { ...allOf(() => null), lc_views: 1204, lc_shares: 6 };
  const typed = { ...empty, lc_views: '12', lc_gifters: '3' };
  expect(filled(known, empty, typed)).toEqual({ ...typed, lc_shares: '6' });
});
