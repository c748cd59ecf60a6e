import type { NodeType, RelationshipType, Standing, Strength } from '../generated/graphql';

/** What became of a node or line between two dates. */
export type Change = 'begun' | 'ended' | 'changed';

/** A node of the picture. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeType;
  readonly name: string;
  /** An instrument's on the date that is chosen; null without a date, and for all other nodes. */
  readonly standing: Standing | null;
  readonly knownUntil: string | null;
  /** What became of it between two dates that are compared; none: it is the same on both. */
  readonly change?: Change;
}

/** All relationships of one type from one node to another, or that one country relies on another. */
export interface GraphLine {
  readonly key: string;
  readonly type: LineType;
  readonly from: string;
  readonly to: string;
  /** Of reliance, the start of the oldest instrument, in whichever words it says so. */
  readonly since: string | null;
  /** Of reliance, the start of the oldest instrument that names the objective. */
  readonly explicitSince: string | null;
  readonly until: string | null;
  /** The best of its relationships' on the date that is chosen; null without a date, and for lines that do not end. */
  readonly standing: Standing | null;
  readonly strength: Strength | null;
  readonly contested: boolean;
  readonly origins: number;
  readonly reports: number;
  /** The instruments through which one relies on the other. */
  readonly through: readonly { id: string; name: string }[];
  /** What became of it between two dates that are compared; none: it is on both, as strong. */
  readonly change?: Change | undefined;
  /** The same in words, with what it rests on. */
  readonly becoming?: string;
}

export type LineType = RelationshipType | 'RELIES_ON';

/** A line's key has all that its evidence is found by: type~from~to, and for reliance the objective. */
export const lineKey = (type: LineType, from: string, to: string, objective?: string) =>
  [type, from, to, ...(objective ? [objective] : [])].join('~');

export function readLineKey(key: string): { type: LineType; from: string; to: string; objective: string | null } | null {
  const [type, from, to, objective] = key.split('~');
  return type && from && to ? { type: type as LineType, from, to, objective: objective ?? null } : null;
}

/** The node type in the API's enum that a `__typename` is. */
export const kindOf = (typename: string) => typename.toUpperCase() as NodeType;

/** What any labelled node is called. */
export function nameOf(node: {
  __typename?: string;
  id: string;
  name?: string;
  title?: string;
  statement?: string;
  measure?: string;
}): string {
  return node.name ?? node.title ?? node.statement ?? node.measure ?? node.id;
}

export const toNode = (
  node: { __typename: string; id: string; standing?: Standing; knownUntil?: string | null },
  date: string | null,
): GraphNode => ({
  id: node.id,
  kind: kindOf(node.__typename),
  name: nameOf(node),
  standing: date === null ? null : (node.standing ?? null),
  knownUntil: node.knownUntil ?? null,
});

/** Whether it has begun, and the evidence does not reach the date that is chosen. */
export const isPresumed = (item: { readonly standing: Standing | null }) => item.standing === 'PRESUMED';
