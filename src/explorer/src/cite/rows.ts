import { readLineKey, type GraphLine } from '../graph/graph';
import { lineWords } from '../graph/words';
import type { Scene } from '../graph/load';

/** A row of an answer, as a citation remembers it. */
export interface AnswerRow {
  /** From~to of a reliance, type~from~to of a relationship, or the id of a node. */
  readonly id: string;
  /** What is known of it: strength, since, until and origins; nothing for a node. */
  readonly value: string;
}

const value = (line: GraphLine) => [line.strength?.[0] ?? '', line.since ?? '', line.until ?? '', line.origins].join(',');

/** Who relies on whom where the answer says so; else the relationships, and the nodes without any. */
export function answerRows(scene: Scene): AnswerRow[] {
  if (scene.lists.length > 0)
    return scene.lists.flatMap((list) =>
      list.lines.map((line) => ({
        id: `${scene.lists.length > 1 ? `${list.label}~` : ''}${short(line.from)}~${short(line.to)}`,
        value: value(line),
      })),
    );
  const lines = [...scene.lines.values()];
  const ends = new Set(lines.flatMap(({ from, to }) => [from, to]));
  return [
    ...lines.map((line) => ({ id: line.key, value: value(line) })),
    ...[...scene.nodes.keys()].filter((id) => !ends.has(id)).map((id) => ({ id, value: '' })),
  ];
}

const short = (country: string) => country.replace(/^country:/, '');
const long = (country: string) => (country.includes(':') ? country : `country:${country}`);

/** The type of the relationship that a row is; null for others. */
export const typeOfRow = (id: string) => {
  const line = readLineKey(id);
  return line && line.type in lineWords ? line.type : null;
};

/** The nodes of a row: two of a reliance or a relationship, else one. */
export function nodesOf(id: string): string[] {
  const parts = id.split('~');
  if (typeOfRow(id)) return parts.slice(1, 3);
  return parts.length > 1 ? parts.slice(-2).map(long) : [id];
}
