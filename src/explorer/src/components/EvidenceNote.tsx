import type { EvidenceLens } from '../api/client';
import { count, dateWords } from '../graph/words';

/** Says that only a part of the evidence counts, and which. */
export function EvidenceNote({ of }: { of: EvidenceLens }) {
  if (!of) return null;
  const parts = [
    of.publishedBy && `published by ${dateWords(of.publishedBy)}`,
    of.without.length > 0 && `without ${count(of.without.length, 'source')} and what copies it`,
    of.minOrigins > 1 && `with at least ${count(of.minOrigins, 'independent origin')}`,
  ];
  return <p class="note evidence-note">Only this evidence counts, here and in the panels: {parts.filter(Boolean).join(', ')}.</p>;
}
