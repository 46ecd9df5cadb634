/** Calls to the service, on the page's own origin and with its cookie. */
import type { Decision, Entry, Listener } from './wire';

/** The service said no, or could not be reached: `message` is one sentence for the host. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The service could not be reached at all. */
export const UNREACHABLE = 'unreachable';

async function call<T>(path: string, init?: RequestInit): Promise<{ body: T; date: number }> {
  const response = await fetch(path, init).catch((error: unknown) => {
    throw new Refusal(0, UNREACHABLE, String(error));
  });
  if (!response.ok) throw await refusalOf(response);
  const date = Date.parse(response.headers.get('date') ?? '');
  return { body: (await response.json()) as T, date };
}

async function refusalOf(response: Response): Promise<Refusal> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return new Refusal(response.status, error.code, error.message);
  } catch {
    return new Refusal(response.status, 'unreadable', `${response.status} ${response.statusText}`);
  }
}

function post(path: string, body?: unknown): Promise<{ body: Entry; date: number }> {
  const json = { 'content-type': 'application/json' };
  return call<Entry>(
    path,
    body === undefined ? { method: 'POST' } : { method: 'POST', headers: json, body: JSON.stringify(body) },
  );
}

/** Whom the service listens to, and the time its clock shows (NaN where it does not say). */
export async function listeners(): Promise<{ listeners: Listener[]; date: number }> {
  const { body, date } = await call<{ listeners: Listener[] }>('/api/listeners');
  return { listeners: body.listeners, date };
}

/** The id of the last broadcast recorded, null where there is none yet. */
export async function latest(): Promise<number | null> {
  try {
    return (await call<{ id: number }>('/api/broadcasts/latest')).body.id;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** Entries after a seq, at most so many; `kinds` picks some. */
export async function entries(
  broadcast: number,
  query: { after: number; limit: number; kind?: string },
): Promise<Entry[]> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return (await call<{ entries: Entry[] }>(`/api/broadcasts/${broadcast}/entries?${search}`)).body.entries;
}

/** Write a decision; a `Refusal` where it cannot be taken. */
export async function decide(broadcast: number, decision: Decision): Promise<Entry> {
  return (await post(`/api/broadcasts/${broadcast}/decisions`, decision)).body;
}

/** Take the decision with seq `entry` back. */
export async function undo(broadcast: number, entry: number): Promise<Entry> {
  return (await post(`/api/broadcasts/${broadcast}/undo?entry=${entry}`)).body;
}

/** The service's description of itself, as far as the page of it reads it. */
export interface Description {
  info: { title: string; version: string; summary: string };
  paths: Record<string, Record<string, { summary?: string; description?: string }>>;
  components: { schemas: Record<string, { description?: string }> };
}

/** The OpenAPI description. */
export async function description(): Promise<Description> {
  return (await call<Description>('/api/openapi.json')).body;
}

/** The stream's address, from after a seq where one is known. */
export function streamAddress(broadcast: number, after: number | undefined): string {
  const origin = location.origin.replace(/^http/, 'ws');
  const query = after === undefined ? '' : `?after=${after}`;
  return `${origin}/api/broadcasts/${broadcast}/stream${query}`;
}

export const TABLES = ['questions', 'log', 'summary'] as const;
export const FORMATS = ['csv', 'jsonl'] as const;

/** Where a table of a broadcast is downloaded, with pseudonyms unless names are asked for. */
export function exportAddress(broadcast: number, table: string, format: string, names: boolean): string {
  return `/api/broadcasts/${broadcast}/export/${table}.${format}${names ? '?names=true' : ''}`;
}
