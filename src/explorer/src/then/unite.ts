import type { GraphLine } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, enumWords } from '../graph/words';
import { changeWords, type Difference, type LineChange } from './difference';

/** `explicit → implied, 3 → 2 instruments` */
function becomingOf({ before, after }: LineChange): string {
  if (!before || !after) return changeWords[before ? 'ended' : 'begun'];
  const strength = (line: GraphLine) => (line.strength ? enumWords(line.strength) : 'unknown');
  const [old, now] = [before.through.length, after.through.length];
  return [
    before.strength !== after.strength && `${strength(before)} → ${strength(after)}`,
    old !== now && `${old} → ${count(now, 'instrument')}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** One picture of both dates: what is now, and what was then, each marked with what became of it. */
export function unite(now: Scene, then: Scene, difference: Difference): Scene {
  const nodes = new Map([...then.nodes, ...now.nodes]);
  for (const [id, change] of difference.nodes) nodes.set(id, { ...nodes.get(id)!, change });
  const lines = new Map([...then.lines, ...now.lines]);
  for (const [key, each] of difference.lines) {
    const change = each.change ?? undefined;
    lines.set(key, { ...lines.get(key)!, change, becoming: becomingOf(each) });
  }
  return {
    ...now,
    nodes,
    lines,
    positions: new Map([...then.positions, ...now.positions]),
    layout: {
      ...now.layout,
      nodes: [...new Map([...then.layout.nodes, ...now.layout.nodes].map((node) => [node.id, node])).values()],
      lines: [...new Map([...then.layout.lines, ...now.layout.lines].map((line) => [line.key, line])).values()],
    },
  };
}
