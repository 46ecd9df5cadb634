/** What is downloaded of a broadcast, and how it is called. */
import type { Language, Locale } from './i18n';
import type { Offer } from './wire';

/** The report stands beside the tables: a page, or its picture. */
export const REPORT = 'report';

export const FORMATS: Record<string, string> = {
  csv: 'CSV',
  jsonl: 'JSON Lines',
  xlsx: 'Excel',
  vtt: 'WebVTT',
  srt: 'SubRip',
  txt: 'TXT',
  html: 'HTML',
  png: 'PNG',
  svg: 'SVG',
  qdpx: 'REFI-QDA',
  qdc: 'REFI-QDA',
  'maxqda.qdpx': 'REFI-QDA, MAXQDA',
  'maxqda.txt': 'MAXQDA',
};

/** What somebody has chosen to download. */
export interface Wanted {
  table: string;
  format: string;
  names: boolean;
  /** Seconds from the beginning of a recording to that of the Live. */
  offset: number;
  locale: Locale;
}

const RESEARCH = ['observations', 'codebook', 'nvivo', 'qualcoder'];

/** The offers in two groups, the report and the tables for all first, then those for research. */
export function grouped(offers: readonly Offer[]): { everybody: Offer[]; research: Offer[] } {
  const report: Offer = { table: REPORT, formats: ['html', 'png', 'svg'], quotes: true };
  return {
    everybody: [report, ...offers.filter(({ table }) => !RESEARCH.includes(table))],
    research: offers.filter(({ table }) => RESEARCH.includes(table)),
  };
}

/** A size for people: 840 bytes are 0.8 kB. */
export function sized(bytes: number, { decimal }: Language): string {
  return bytes < 1_000_000 ? `${decimal(bytes / 1_000)} kB` : `${decimal(bytes / 1_000_000)} MB`;
}

/** Let the browser save a file. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
