import { afterEach, describe, expect, test, vi } from 'vitest';
import { download, type Progress } from '../src/lib/api';

afterEach(() => vi.unstubAllGlobals());

/** Download these pieces and collect what is told on the way. */
async function told(pieces: string[], headers: Record<string, string>): Promise<Progress[]> {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  const body = new ReadableStream({
    pull: (stream) => {
      const piece = bytes.shift();
      if (piece) stream.enqueue(piece);
      else stream.close();
    },
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { headers })));
  const heard: Progress[] = [];
  await download('/log.jsonl', new AbortController().signal, (progress) => heard.push(progress));
  return heard;
}

describe('a download', () => {
  test('tells its share where the service says how many rows there are', async () => {
    const heard = await told(['a\nb', '\nc\n', 'd\ne\n'], { 'livedesk-rows': '4' });
    expect(heard.map(({ share }) => share)).toEqual([0.25, 0.75, 1]);
  });

  test('and only its bytes where it does not', async () => {
    expect(await told(['a\n', 'b\n'], {})).toEqual([
      { bytes: 2, share: null },
      { bytes: 4, share: null },
    ]);
  });
});
