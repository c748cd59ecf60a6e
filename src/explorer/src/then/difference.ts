import type { Change, GraphLine, GraphNode } from '../graph/graph';
import { lastDay } from '../graph/words';

export const changeWords: Record<Change, string> = { begun: 'began', ended: 'ended', changed: 'changed' };

/** A line that is not the same on both dates; null where it is not there. */
export interface LineChange {
  /** Null: its strength is the same, and it only rests on more or fewer instruments. */
  readonly change: Change | null;
  readonly before: GraphLine | null;
  readonly after: GraphLine | null;
}

/** What differs between an earlier and a later date. What is the same on both is in neither map. */
export interface Difference {
  readonly from: string;
  readonly to: string;
  readonly nodes: ReadonlyMap<string, Change>;
  readonly lines: ReadonlyMap<string, LineChange>;
}

interface Dated {
  readonly date: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly lines: ReadonlyMap<string, GraphLine>;
}

/** Compares what two dates have, whichever of them is the earlier. */
export function differenceOf(one: Dated, other: Dated): Difference {
  const [before, after] = lastDay(one.date) <= lastDay(other.date) ? [one, other] : [other, one];
  const nodes = new Map<string, Change>();
  for (const id of after.nodes.keys()) if (!before.nodes.has(id)) nodes.set(id, 'begun');
  for (const id of before.nodes.keys()) if (!after.nodes.has(id)) nodes.set(id, 'ended');
  const lines = new Map<string, LineChange>();
  for (const [key, line] of after.lines) {
    const old = before.lines.get(key) ?? null;
    if (!old) lines.set(key, { change: 'begun', before: null, after: line });
    else if (old.strength !== line.strength) lines.set(key, { change: 'changed', before: old, after: line });
    else if (old.through.length !== line.through.length) lines.set(key, { change: null, before: old, after: line });
  }
  for (const [key, line] of before.lines) if (!after.lines.has(key)) lines.set(key, { change: 'ended', before: line, after: null });
  return { from: before.date, to: after.date, nodes, lines };
}
