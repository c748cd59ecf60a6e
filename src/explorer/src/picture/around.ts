import type { GraphLine } from '../graph/graph';

/** What stands around one node, in order. */
export interface Ring {
  readonly center: string;
  /** By the date of the oldest line to the center, the oldest first; what has no date is last. */
  readonly ids: readonly string[];
}

/** Fewer are placed as well by any layout; more do not fit around one node. */
const fewest = 4;
const most = 30;
const leastRadius = 185;
/** Between neighbours on the ring: the room that a name takes. */
const between = 118;
/** Pictures are wider than high. */
const wider = 1.4;
/** The seeds turn the ring by the golden angle, so that each gives other places. */
const turn = Math.PI * (3 - Math.sqrt(5));

type Line = Pick<GraphLine, 'from' | 'to' | 'since'>;

/** The ring that nodes make if one of them is an end of all lines and the other end of each is another node; else null. */
export function ringOf(ids: readonly string[], lines: readonly Line[]): Ring | null {
  const all = new Set(ids);
  const own = lines.filter(({ from, to }) => from !== to && all.has(from) && all.has(to));
  const [first] = own;
  const center = first && [first.from, first.to].find((id) => own.every(({ from, to }) => from === id || to === id));
  if (!center || all.size <= fewest || all.size > most + 1) return null;
  const oldest = new Map<string, string>();
  const reached = new Set<string>();
  for (const { from, to, since } of own) {
    const other = from === center ? to : from;
    reached.add(other);
    const known = oldest.get(other);
    if (since && (!known || since < known)) oldest.set(other, since);
  }
  if (reached.size !== all.size - 1 || oldest.size === 0) return null;
  const rank = (id: string) => oldest.get(id) ?? '~';
  return { center, ids: [...reached].sort((a, b) => compare(rank(a), rank(b)) || compare(a, b)) };
}

/** Not by a language: the same on every machine. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Where the nodes of a ring stand: clockwise, for the first seed from the top. */
export function around({ center, ids }: Ring, seed: number): Map<string, { x: number; y: number }> {
  const radius = Math.max(leastRadius, (ids.length * between) / (2 * Math.PI));
  return new Map([
    [center, { x: 0, y: 0 }],
    ...ids.map((id, i) => {
      const angle = (i / ids.length) * 2 * Math.PI - Math.PI / 2 + (seed - 1) * turn;
      return [id, { x: radius * wider * Math.cos(angle), y: radius * Math.sin(angle) }] as const;
    }),
  ]);
}
