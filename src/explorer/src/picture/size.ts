import type { GraphLine, GraphNode } from '../graph/graph';
import { marks } from './marks';

const least = 24;
const growth = 6;
const most = 64;
const isInstrument = (id: string) => id.startsWith('instrument:');

/** For each country the number of instruments that its lines go through or lead to. */
export function instrumentsOf(nodes: readonly GraphNode[], lines: readonly GraphLine[]): ReadonlyMap<string, number> {
  const found = new Map(nodes.filter((node) => node.kind === 'COUNTRY').map((node) => [node.id, new Set<string>()]));
  for (const { from, to, through } of lines)
    for (const [end, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const own = found.get(end);
      through.forEach((instrument) => own?.add(instrument.id));
      if (isInstrument(other)) own?.add(other);
    }
  return new Map([...found].map(([id, instruments]) => [id, instruments.size]));
}

/** How large the disc of a country with so many instruments is: its area grows with them, up to a limit. */
export const discSize = (instruments: number) => Math.min(least + growth * Math.sqrt(instruments), most);

/** How large each node is drawn. Countries differ only where instruments are known. */
export function sizesOf(nodes: readonly GraphNode[], lines: readonly GraphLine[]): ReadonlyMap<string, number> {
  const instruments = instrumentsOf(nodes, lines);
  const isKnown = [...instruments.values()].some((count) => count > 0);
  return new Map(
    nodes.map(({ id, kind }) => [id, isKnown && instruments.has(id) ? discSize(instruments.get(id)!) : marks[kind].size] as const),
  );
}
