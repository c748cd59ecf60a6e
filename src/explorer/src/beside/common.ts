import type { RelationshipType } from '../generated/graphql';
import { nameOf } from '../graph/graph';
import { spanWords } from '../graph/words';
import { grouped } from '../then/clause';

/** Another node that one of the two has to do with. */
export interface Item {
  readonly id: string;
  readonly name: string;
  /** The times in words; empty: none is known. */
  readonly times: string;
}

/** What the two have of one type of relationship. */
export interface Group {
  readonly type: RelationshipType;
  /** Whether it starts at the two, rather than at the others. */
  readonly isForward: boolean;
  /** Of each of the two: what it has alone. */
  readonly alone: readonly [readonly Item[], readonly Item[]];
  /** What both have, with the times of each. */
  readonly both: readonly (readonly [Item, Item])[];
}

export interface Edge {
  readonly type: RelationshipType;
  readonly forward: boolean;
  readonly since?: string | null;
  readonly until?: string | null;
  readonly node: Parameters<typeof nameOf>[0];
}

/** The relationships of two nodes by type; types with something in common first. */
export function groupsOf(one: readonly Edge[], other: readonly Edge[]): Group[] {
  const keyOf = ({ type, forward }: Edge) => `${type} ${forward}`;
  const sides = [one, other].map((edges) => grouped(edges, keyOf));
  const kinds = new Map([...one, ...other].map((edge) => [keyOf(edge), edge]));
  return [...kinds]
    .map(([key, { type, forward }]): Group => {
      const [first, second] = sides.map((side) => itemsOf(side.get(key) ?? [])) as [Map<string, Item>, Map<string, Item>];
      return {
        type,
        isForward: forward,
        alone: [[...first.values()].filter(({ id }) => !second.has(id)), [...second.values()].filter(({ id }) => !first.has(id))],
        both: [...first.values()].flatMap((item) => (second.has(item.id) ? [[item, second.get(item.id)!] as const] : [])),
      };
    })
    .sort((a, b) => b.both.length - a.both.length || Number(b.isForward) - Number(a.isForward));
}

/** One item a node, with all of its times. */
function itemsOf(edges: readonly Edge[]): Map<string, Item> {
  return new Map(
    [...grouped(edges, ({ node }) => node.id)].map(([id, its]) => {
      const times = [...new Set(its.map(({ since, until }) => spanWords(since, until)))].filter(Boolean);
      return [id, { id, name: nameOf(its[0]!.node), times: times.join('; ') }];
    }),
  );
}

/** A fact of both, such as the day of signature. */
export interface Fact {
  readonly label: string;
  readonly values: readonly [string, string];
}
