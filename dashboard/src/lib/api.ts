/** Calls to the service, on the page's own origin and with its cookie. */
import { REPORT, type Wanted } from './exports';
import type {
  Admitted,
  Decision,
  DeviceList,
  Entry,
  Findings,
  HouseRules,
  Listeners,
  LiveCenter,
  Note,
  Offer,
  Role,
} from './wire';

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

async function post<T = Entry>(path: string, body?: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
  return (await call<T>(path, { method: 'POST', ...sent })).body;
}

/** Whom the service listens to, who we are to it, and the time its clock shows (NaN where it does not say). */
export async function listeners(): Promise<Listeners & { date: number }> {
  const { body, date } = await call<Listeners>('/api/listeners');
  return { ...body, date };
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

/** Look whether all is ready for a Live, told in this language; it takes seconds. */
export async function preflight(locale: string): Promise<Findings> {
  return (await call<Findings>(`/api/preflight?lang=${locale}`)).body;
}

/** The house's rules. */
export async function houseRules(): Promise<HouseRules> {
  return (await call<HouseRules>('/api/rules')).body;
}

/** Every published figure by its name, null where it cannot be known. */
export async function summary(broadcast: number): Promise<Record<string, number | string | null>> {
  return (await call<Record<string, number | string | null>>(`/api/broadcasts/${broadcast}/summary`)).body;
}

/** Write a decision; a `Refusal` where it cannot be taken. */
export async function decide(broadcast: number, decision: Decision): Promise<Entry> {
  return post(`/api/broadcasts/${broadcast}/decisions`, decision);
}

/** Write what LIVE Center shows; the latest counts. */
export async function saveLiveCenter(broadcast: number, numbers: LiveCenter): Promise<Entry> {
  return post(`/api/broadcasts/${broadcast}/decisions`, { kind: 'live_center', ...numbers });
}

/** Take the decision with seq `entry` back. */
export async function undo(broadcast: number, entry: number): Promise<Entry> {
  return post(`/api/broadcasts/${broadcast}/undo?entry=${entry}`);
}

/** What staff noted of a broadcast, as it counts now. */
export async function notes(broadcast: number): Promise<Note[]> {
  return (await call<{ notes: Note[] }>(`/api/broadcasts/${broadcast}/notes`)).body.notes;
}

/** Note something of a broadcast; an empty text takes the former note back. */
export async function note(broadcast: number, noted: Omit<Note, 'kind'>): Promise<Entry> {
  return post(`/api/broadcasts/${broadcast}/notes`, noted);
}

/** The devices that are let in, and where they reach the desk. */
export async function devices(): Promise<DeviceList> {
  return (await call<DeviceList>('/api/devices')).body;
}

/** Let the local network reach the desk, or no longer. */
export async function reach(open: boolean): Promise<DeviceList> {
  return post('/api/devices/network', { open });
}

/** Let a device in; its link is told this once. */
export async function admit(role: Role, name: string): Promise<Admitted> {
  return post('/api/devices', { role, name });
}

/** Let a device in no longer. */
export async function revoke(device: string): Promise<DeviceList> {
  return (await call<DeviceList>(`/api/devices/${device}`, { method: 'DELETE' })).body;
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

/** The address of the stream of what viewers may see. */
export function approvedAddress(broadcast: string, names: boolean): string {
  const origin = location.origin.replace(/^http/, 'ws');
  return `${origin}/api/broadcasts/${encodeURIComponent(broadcast)}/approved${names ? '?names=true' : ''}`;
}

/** The stream's address, from after a seq where one is known. */
export function streamAddress(broadcast: number, after: number | undefined): string {
  const origin = location.origin.replace(/^http/, 'ws');
  const query = after === undefined ? '' : `?after=${after}`;
  return `${origin}/api/broadcasts/${broadcast}/stream${query}`;
}

/** What can be exported, and in which formats. */
export async function exports(): Promise<Offer[]> {
  return (await call<{ exports: Offer[] }>('/api/exports')).body.exports;
}

/** A file as it came, under the name that the service gives it. */
export interface Download {
  name: string;
  content: Blob;
}

/** How far a download is: bytes so far, and their share of the file where the service says how many rows it has. */
export interface Progress {
  bytes: number;
  share: number | null;
}

const LINE_END = 10;

/** Fetch a file piece by piece, telling how far it is; a `Refusal` where the service has none. */
export async function download(
  path: string,
  signal: AbortSignal,
  told: (progress: Progress) => void,
): Promise<Download> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw await refusalOf(response);
  const rows = Number(response.headers.get('livedesk-rows'));
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let [bytes, lines] = [0, 0];
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    pieces.push(next.value);
    bytes += next.value.byteLength;
    if (rows > 0) lines += next.value.filter((byte) => byte === LINE_END).length;
    told({ bytes, share: rows > 0 ? Math.min(1, lines / rows) : null });
  }
  const type = response.headers.get('content-type') ?? '';
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { name: name ?? 'livedesk', content: new Blob(pieces, { type }) };
}

/** Where a table of a broadcast is downloaded, with pseudonyms unless names are asked for. */
export function exportAddress(broadcast: number, { table, format, names, offset, locale }: Wanted): string {
  if (table === REPORT) return `/broadcasts/${broadcast}/report.${format}?lang=${locale}`;
  const query = new URLSearchParams();
  if (names) query.set('names', 'true');
  if (offset !== 0) query.set('offset', String(offset));
  const asked = query.size > 0 ? `?${query}` : '';
  return `/api/broadcasts/${broadcast}/export/${table}.${format}${asked}`;
}

/** Where a broadcast's report is, in a language. */
export function reportAddress(broadcast: number, locale: string): string {
  return `/broadcasts/${broadcast}/report?lang=${locale}`;
}
