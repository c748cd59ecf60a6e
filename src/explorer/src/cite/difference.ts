import type { Scene } from '../graph/load';
import { digestOf, type Citation } from './citation';
import { answerRows } from './rows';

export interface Difference {
  /** Ids of rows. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly id: string; readonly before: string; readonly after: string }[];
  readonly isSame: boolean;
  readonly count: number;
}

/** How the answer differs from what was cited. */
export function differenceOf(cited: Citation, scene: Scene): Difference {
  const [before, after] = [cited.rows, answerRows(scene)];
  const isSame = digestOf(scene) === cited.digest;
  if (!before) return { added: [], removed: [], changed: [], isSame, count: after.length };
  const [old, now] = [new Map(before.map(({ id, value }) => [id, value])), new Map(after.map(({ id, value }) => [id, value]))];
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: [...now].flatMap(([id, value]) => {
      const was = old.get(id);
      return was !== undefined && was !== value ? [{ id, before: was, after: value }] : [];
    }),
    isSame,
    count: after.length,
  };
}

const strengths: Record<string, string> = { E: 'explicit', I: 'implied' };
const labels = ['', 'since ', 'until ', 'origins: '];

/** `explicit → implied, origins: 5 → 3` */
export function changeWords(before: string, after: string): string {
  const [old, now] = [before.split(','), after.split(',')];
  return labels
    .flatMap((label, i) => {
      const [was, is] = [old[i] ?? '', now[i] ?? ''].map((each) => strengths[each] ?? (each || 'none'));
      return was === is ? [] : [`${label}${was} → ${is}`];
    })
    .join(', ');
}
