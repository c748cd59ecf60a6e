import { ask, type EvidenceLens } from '../api/client';
import { NeighboursDocument, type NodeType, type RelationshipType } from '../generated/graphql';
import { enums } from '../questions/shape';
import { kindOf } from './graph';

/** As many relationships as one page may have. */
const mostAtOnce = 500;
/** So many neighbours come at once; of more, one is asked for by kind. */
export const few = 25;

/** The types that an expanded node does not bring: what claims and reports say of it is evidence, and shown as such. */
export const evidenceTypes: readonly RelationshipType[] = [
  'ABOUT',
  'CLAIMS_ABOUT',
  'CLAIMED_BY',
  'STATED_IN',
  'MEASURES',
  'REPORTED_BY',
  'REPORTED_IN',
];
const allTypes = enums['RelationshipType'] as RelationshipType[];
const plainTypes = allTypes.filter((type) => !evidenceTypes.includes(type));
/** The types of relationship that say what a node is about. */
export const typesFrom = (id: string) => (/^(report|claim|statistic):/.test(id) ? allTypes : plainTypes);

export interface Neighbours {
  readonly neighbours: readonly { readonly id: string; readonly kind: NodeType }[];
  /** How many relationships more there are than were asked for. */
  readonly more: number;
}

/** What an expanded node brings, each once. */
export async function neighboursOf(id: string, date: string | null, evidence: EvidenceLens): Promise<Neighbours> {
  const { node } = await ask(NeighboursDocument, { id, types: typesFrom(id), first: mostAtOnce, asOf: date }, evidence);
  const edges = node?.relationships.edges ?? [];
  const kinds = new Map(edges.map((edge) => [edge.node.id, kindOf(edge.node.__typename)]));
  kinds.delete(id);
  return {
    neighbours: [...kinds].map(([other, kind]) => ({ id: other, kind })),
    more: (node?.relationships.totalCount ?? 0) - edges.length,
  };
}

/** How many of each kind, the most first. */
export function countByKind(neighbours: Neighbours['neighbours']): (readonly [NodeType, number])[] {
  const counts = new Map<NodeType, number>();
  for (const { kind } of neighbours) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
