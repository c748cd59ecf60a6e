import type { EvidenceLens } from '../api/client';
import type { GraphVersionFragment } from '../generated/graphql';
import { count, dateWords, inTime } from '../graph/words';
import type { Footnote } from './footnotes';

/** `Graph version 3, recorded on 30 November 2026. Its latest report is from 3 April 2025.` */
export function versionWords({ version, recordedAt, knownUntil }: GraphVersionFragment): string {
  const recorded = recordedAt ? `, recorded ${inTime(recordedAt.slice(0, 10))}` : '';
  return `Graph version ${version}${recorded}.${knownUntil ? ` Its latest report is from ${dateWords(knownUntil)}.` : ''}`;
}

/** Who is behind a picture: the graph, and on how much it rests. */
export function creditWords(notes: readonly Footnote[]): string {
  const outlets = new Set(notes.flatMap((note) => note.outlet ?? [])).size;
  return `KnowledgeGraph${notes.length > 0 ? `, from ${count(notes.length, 'report')}${outlets > 0 ? ` by ${count(outlets, 'outlet')}` : ''}` : ''}`;
}

/** `As of 1 July 2024`. */
export const asOfWords = (date: string | null) => (date ? `As of ${dateWords(date)}` : 'At any time');

/** Which of the evidence counts; null where all of it does. */
export function lensWords(of: EvidenceLens): string | null {
  if (!of) return null;
  const parts = [
    of.publishedBy && `published by ${dateWords(of.publishedBy)}`,
    of.without.length > 0 && `without ${of.without.join(', ')} and what copies it`,
    of.minOrigins > 1 && `with at least ${count(of.minOrigins, 'independent origin')}`,
  ];
  return `Only this evidence counts: ${parts.filter(Boolean).join(', ')}.`;
}

/** Outlet and date of a report, as far as they are known. */
export const sourceWords = ({ outlet, date }: Footnote) => [outlet ?? 'outlet unknown', date ? dateWords(date) : 'no date'].join(', ');

export const noAddress = 'no address known';
