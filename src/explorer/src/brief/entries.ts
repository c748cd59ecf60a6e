import { ask } from '../api/client';
import {
  LineSourcesDocument,
  NodeSourcesDocument,
  RelianceSourcesDocument,
  type SaidFragment,
  type LineSourcesQuery,
  type NodeSourcesQuery,
  type RelationshipType,
} from '../generated/graphql';
import { isPresumed, lineKey, readLineKey, type GraphLine, type GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { evidenceTypes } from '../graph/neighbours';
import { count, dateWords, enumWords, kindWords, lineWords, spanWords } from '../graph/words';

/** What an entry is made of, before its reports are numbered. */
export interface Sourced {
  readonly key: string;
  readonly title: string;
  readonly facts: readonly string[];
  readonly claims: readonly SaidFragment[];
  /** What it is itself, if it is a report or was counted in one. */
  readonly report: SaidFragment['report'];
  readonly isContested: boolean;
  readonly isPresumed: boolean;
}

const nodesAtOnce = 5;
const linesAtOnce = 100;

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

const known = (facts: readonly (string | false | null | undefined)[]) =>
  facts.filter((fact) => typeof fact === 'string' && fact !== '') as string[];

/** Each reliance with all its claims. */
export async function relianceEntries(lines: readonly GraphLine[], scene: Scene): Promise<{ aim: string | null; entries: Sourced[] }> {
  const asked = new Map(lines.map((line) => [line.from, readLineKey(line.key)!.objective ?? '']));
  const answers = await Promise.all(
    [...asked].map(([country, objective]) => ask(RelianceSourcesDocument, { country, objective, asOf: scene.date }, scene.evidence)),
  );
  const edges = new Map(
    answers.flatMap(({ country }) => (country?.reliesOn?.edges ?? []).map((edge) => [`${country!.id} ${edge.node.id}`, edge] as const)),
  );
  const isOneSource = asked.size === 1;
  const entries = lines.map((line) => {
    const edge = edges.get(`${line.from} ${line.to}`);
    return {
      key: line.key,
      title: nameIn(scene, isOneSource ? line.to : line.from),
      facts: known([
        line.strength && enumWords(line.strength),
        count(line.origins, 'independent origin'),
        count(line.reports, 'report'),
        spanWords(line.since, line.until),
        line.through.length > 0 && `through ${line.through.map((each) => each.name).join('; ')}`,
      ]),
      claims: edge?.evidence ?? [],
      report: null,
      isContested: edge?.contested ?? false,
      isPresumed: isPresumed(line),
    };
  });
  return { aim: answers[0]?.objective?.name ?? null, entries };
}

/** Whether reports say it; other lines only file evidence. */
export const isSaid = (line: GraphLine) => line.type !== 'RELIES_ON' && !evidenceTypes.includes(line.type);

/** The first relationships that reports speak of, each with all its claims. */
export async function lineEntries(lines: readonly GraphLine[], scene: Scene, most: number): Promise<Sourced[]> {
  const said = lines.filter(isSaid).slice(0, most);
  const types = [...new Set(said.map((line) => line.type))] as RelationshipType[];
  const claims = new Map((await Promise.all([...new Set(said.map((line) => line.from))].map((id) => claimsFrom(id, types, scene)))).flat());
  return said.map((line) => ({
    key: line.key,
    title: `${nameIn(scene, line.from)} ${lineWords[line.type]} ${nameIn(scene, line.to)}`,
    facts: known([
      line.strength && enumWords(line.strength),
      line.origins > 0 && count(line.origins, 'independent origin'),
      spanWords(line.since, line.until),
    ]),
    claims: claims.get(line.key) ?? [],
    report: null,
    isContested: line.contested,
    isPresumed: isPresumed(line),
  }));
}

/** The claims of the relationships that start at a node, by the keys of their lines. */
async function claimsFrom(id: string, types: RelationshipType[], scene: Scene): Promise<[string, SaidFragment[]][]> {
  const claims = new Map<string, SaidFragment[]>();
  let after: string | null = null;
  do {
    const answer: LineSourcesQuery = await ask(
      LineSourcesDocument,
      { id, types, first: linesAtOnce, after, asOf: scene.date },
      scene.evidence,
    );
    const { node } = answer;
    for (const edge of node?.relationships.edges ?? []) {
      const key = lineKey(edge.type, id, edge.node.id);
      claims.set(key, [...(claims.get(key) ?? []), ...edge.evidence]);
    }
    after = (node?.relationships.pageInfo.hasNextPage && node.relationships.pageInfo.endCursor) || null;
  } while (after);
  return [...claims];
}

/** The nodes that no relationship explains, with what is said about them. */
export async function nodeEntries(nodes: readonly GraphNode[], scene: Scene): Promise<Sourced[]> {
  const answers = await Promise.all(
    chunks(nodes, nodesAtOnce).map((some) =>
      ask(NodeSourcesDocument, { ids: some.map((node) => node.id), asOf: scene.date }, scene.evidence),
    ),
  );
  const found = new Map(answers.flatMap((answer) => answer.nodes.flatMap((node) => (node ? [[node.id, node] as const] : []))));
  return nodes.map((node) => {
    const source = found.get(node.id);
    return {
      key: node.id,
      title: node.name,
      facts: known([kindWords[node.kind][0], ...(source ? figure(source) : [])]),
      claims: source ? claimsOf(source) : [],
      report: source ? reportOf(source) : null,
      isContested: false,
      isPresumed: isPresumed(node),
    };
  });
}

type Source = NonNullable<NodeSourcesQuery['nodes'][number]>;

function figure(source: Source): string[] {
  if (source.__typename !== 'Statistic') return [];
  const value = source.text ?? (source.value ?? source.atLeast)?.toLocaleString('en');
  return known([
    value && `${value}${source.unit ? ` ${source.unit}` : ''}`,
    source.from === source.to ? dateWords(source.from) : `${dateWords(source.from)} – ${dateWords(source.to)}`,
  ]);
}

function claimsOf(source: Source): SaidFragment[] {
  if (source.__typename === 'Claim') return [source];
  return source.relationships.edges.flatMap((edge) => (edge.node.__typename === 'Claim' ? [edge.node] : []));
}

function reportOf(source: Source): Sourced['report'] {
  if (source.__typename === 'Report') return source;
  return source.__typename === 'Statistic' ? source.report : null;
}

export const nameIn = (scene: Scene, id: string) => scene.nodes.get(id)?.name ?? id;
