import { ask, respond, type EvidenceLens } from '../api/client';
import {
  LinesDocument,
  PathsDocument,
  VersionDocument,
  type GraphVersionFragment,
  type LinesQuery,
  type Standing,
  type Strength,
} from '../generated/graphql';
import { readAnswer, request, type RelianceList } from '../questions/answer';
import type { Question } from '../questions/question';
import { ringOf, type Ring } from '../picture/around';
import { placesOf, type Positions } from '../picture/layout';
import { isKnownThen, type View } from '../view/view';
import { evidenceTypes, neighboursOf } from './neighbours';
import { alone } from './only';
import { lineKey, readLineKey, toNode, type GraphLine, type GraphNode } from './graph';

/** What is known for a view: the graph to draw, the answer to list. */
export interface Scene {
  /** What it answers: while another view is being loaded, the page still shows this one. */
  readonly view: View;
  readonly question: Question | null;
  readonly date: string | null;
  /** The evidence that counts, by the question: all that is asked for the scene and its panels follows it. */
  readonly evidence: EvidenceLens;
  /** The version of the graph that answered. */
  readonly version: GraphVersionFragment;
  readonly answer: Record<string, unknown> | null;
  readonly lists: readonly RelianceList[];
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly lines: ReadonlyMap<string, GraphLine>;
  /**
   * What is placed together, first to last, as it is without a date: so that a node keeps its place, and the timeline its moments,
   * while time moves. What only the date brings comes last.
   */
  readonly layout: {
    readonly nodes: readonly GraphNode[];
    readonly lines: readonly GraphLine[];
    readonly evidence: EvidenceLens;
    /** What stands around one node, where that is what the answer is. */
    readonly ring: Ring | null;
  };
  readonly positions: Positions;
  /** Nodes that are found but not drawn, beyond what a picture can hold. */
  readonly notDrawn: number;
  /** For each expanded node that has more neighbours than are fetched: how many more. */
  readonly beyond: ReadonlyMap<string, number>;
  /** The ends between which no path was found. */
  readonly pathless: readonly { readonly from: string; readonly to: string }[];
}

export const mostNodes = 2_000;
const nodesAtOnce = 50;
const linesAtOnce = 100;

export async function load(view: View, question: Question | null): Promise<Scene> {
  const date = view.date !== undefined ? view.date : (question?.date?.initial ?? null);
  const ever = gather(view, question, null, false);
  const [all, now] = await Promise.all([ever, date === null ? ever : gather(view, question, date, isKnownThen(view, date))]);
  const known = new Set(all.stages.flat());
  const late = [...now.nodes.keys()].filter((id) => !known.has(id));
  const lines = withMore(all.lines, now.lines);
  const layout = { nodes: withMore(all.nodes, now.nodes), lines, evidence: all.evidence, ring: ringOf(all.stages[0] ?? [], lines) };
  return {
    view,
    question,
    date,
    evidence: now.evidence,
    version: now.version,
    answer: now.answer,
    lists: now.lists,
    nodes: now.nodes,
    lines: now.lines,
    notDrawn: now.notDrawn,
    beyond: now.beyond,
    pathless: now.pathless,
    layout,
    positions: await placesOf(late.length > 0 ? [...all.stages, late] : all.stages, layout, view.seed),
  };
}

/** All of the first, as it is there, and what only the second has. */
const withMore = <T>(first: ReadonlyMap<string, T>, second: ReadonlyMap<string, T>): T[] => [
  ...first.values(),
  ...[...second].filter(([key]) => !first.has(key)).map(([, value]) => value),
];

interface Gathered extends Pick<
  Scene,
  'evidence' | 'version' | 'answer' | 'lists' | 'nodes' | 'lines' | 'notDrawn' | 'beyond' | 'pathless'
> {
  readonly stages: string[][];
}

async function gather(view: View, question: Question | null, date: string | null, isAsKnown: boolean): Promise<Gathered> {
  const seen = new Set<string>();
  const stages: string[][] = [];
  const beyond = new Map<string, number>();
  const add = (ids: Iterable<string>) => {
    const fresh = [...ids].filter((id) => !seen.has(id));
    fresh.forEach((id) => seen.add(id));
    if (fresh.length > 0) stages.push([...new Set(fresh)]);
  };
  const asked = question ? request(question, view.variables, date, isAsKnown) : null;
  const response = asked && (await respond<Record<string, unknown>, unknown>(asked.query, asked.variables));
  const { pageGraph, ...data } = response?.data ?? {};
  const version = (pageGraph as GraphVersionFragment | undefined) ?? (await ask(VersionDocument, {})).graph;
  const answer = response && data;
  const evidence = response ? response.evidence : isAsKnown ? { publishedBy: date, without: [], minOrigins: 0 } : null;
  const pathless: { from: string; to: string }[] = [];
  const growing = view.steps.map(async (step): Promise<{ ids: string[]; more: number }> => {
    if (step.does === 'add') return { ids: [step.id], more: 0 };
    if (step.does === 'path') {
      const { paths } = await ask(PathsDocument, { from: step.from, to: step.to, asOf: date }, evidence);
      if (paths.length === 0) pathless.push(step);
      return { ids: [step.from, step.to, ...paths.flatMap((path) => path.nodes.map((node) => node.id))], more: 0 };
    }
    const { neighbours, more } = await neighboursOf(step.id, date, evidence);
    const ids = neighbours.filter(({ kind }) => !step.kind || kind === step.kind).map(({ id }) => id);
    return { ids: [step.id, ...ids], more };
  });
  const grown = await Promise.all(growing);
  const named = question && answer ? readAnswer(question, answer, asked!.variables, date) : null;
  if (named) add([...named.ids, ...named.reliance.flatMap((line) => [line.from, line.to])]);
  grown.forEach(({ ids, more }, i) => {
    add(ids);
    const step = view.steps[i]!;
    if (more > 0 && step.does === 'expand') beyond.set(step.id, more);
  });
  const drawn = [...seen].slice(0, mostNodes);
  const { nodes, lines } = await connect(drawn, date, evidence);
  if (named && named.relationships.size > 0) {
    const grownIds = new Set(grown.flatMap(({ ids }, i) => (view.steps[i]!.does === 'expand' ? ids.slice(0, 1) : ids)));
    leaveOutOthers(lines, named.relationships, grownIds);
  }
  for (const line of named?.reliance ?? []) if (nodes.has(line.from) && nodes.has(line.to)) lines.set(line.key, line);
  return {
    evidence,
    version,
    answer,
    lists: named?.lists ?? [],
    nodes,
    lines,
    beyond,
    pathless,
    notDrawn: seen.size - drawn.length,
    stages: stages.map((stage) => stage.filter((id) => nodes.has(id))).filter((stage) => stage.length > 0),
  };
}

/** Between the ends of relationships that an answer lists, only these are drawn, and what was added by hand. */
function leaveOutOthers(lines: Map<string, GraphLine>, listed: ReadonlySet<string>, added: ReadonlySet<string>) {
  const ends = new Set([...listed].map((key) => readLineKey(key)!).flatMap(({ from, to }) => [from, to]));
  for (const { key, from, to } of lines.values())
    if (!listed.has(key) && ends.has(from) && ends.has(to) && !added.has(from) && !added.has(to)) lines.delete(key);
}

type Found = NonNullable<LinesQuery['nodes'][number]>;

/** The nodes, and all lines between any two of them. */
async function connect(ids: readonly string[], date: string | null, evidence: EvidenceLens) {
  const chunks = Array.from({ length: Math.ceil(ids.length / nodesAtOnce) }, (_, i) => ids.slice(i * nodesAtOnce, (i + 1) * nodesAtOnce));
  const linesFrom = async (some: string[], after: string | null = null) =>
    (await ask(LinesDocument, { ids: some, first: linesAtOnce, after, asOf: date }, evidence)).nodes;
  const found = (await Promise.all(chunks.map((chunk) => linesFrom(chunk)))).flat().filter((node) => node !== null);
  const nodes = new Map<string, GraphNode>(found.map((node) => [node.id, toNode(node, date)]));
  const lines = new Map<string, GraphLine>();
  for (const node of found) {
    const strengths = new Map('objectives' in node ? node.objectives.edges.map((edge) => [edge.node.id, edge.strength]) : []);
    for (const edge of await edgesOf(node, linesFrom)) if (nodes.has(edge.node.id)) join(lines, node.id, edge, date, strengths);
  }
  return { nodes, lines };
}

type Edge = Found['relationships']['edges'][number];

async function edgesOf(node: Found, linesFrom: (ids: string[], after: string | null) => Promise<LinesQuery['nodes']>) {
  const edges = [...node.relationships.edges];
  let page = node.relationships.pageInfo;
  while (page.hasNextPage) {
    const [next] = await linesFrom([node.id], page.endCursor ?? null);
    if (!next) break;
    edges.push(...next.relationships.edges);
    page = next.relationships.pageInfo;
  }
  return edges;
}

/** Several relationships of one type between the same nodes are one line. */
function join(lines: Map<string, GraphLine>, from: string, edge: Edge, date: string | null, strengths: ReadonlyMap<string, Strength>) {
  const key = lineKey(edge.type, from, edge.node.id);
  const other = lines.get(key);
  lines.set(key, {
    key,
    type: edge.type,
    from,
    to: edge.node.id,
    since: other ? earliest(other.since, edge.since ?? null) : (edge.since ?? null),
    explicitSince: null,
    until: other ? latest(other.until, edge.until ?? null) : (edge.until ?? null),
    standing: date === null ? null : best(other?.standing ?? null, standingOf(from, edge)),
    strength: edge.type === 'PURSUES' ? (strengths.get(edge.node.id) ?? null) : null,
    contested: edge.contested || (other?.contested ?? false),
    origins: Math.max(edge.corroboration.independentOrigins, other?.origins ?? 0),
    reports: Math.max(edge.corroboration.reports, other?.reports ?? 0),
    through: [],
  });
}

/** Null for lines that do not end: evidence, and what has neither dates nor an instrument. The server presumes all of these. */
const standingOf = (from: string, edge: Edge): Standing | null =>
  !evidenceTypes.includes(edge.type) && (edge.since || edge.until || [from, edge.node.id].some((id) => id.startsWith('instrument:')))
    ? edge.standing
    : null;

const bestFirst: readonly Standing[] = ['IN_EFFECT', 'PRESUMED', 'NOT_YET', 'ENDED', 'NEVER'];
const best = (a: Standing | null, b: Standing | null) => bestFirst.find((each) => each === a || each === b) ?? null;

const earliest = (a: string | null, b: string | null) => (a === null || b === null ? null : a < b ? a : b);
const latest = (a: string | null, b: string | null) => (a === null || b === null ? null : a > b ? a : b);

/** What the view leaves of a scene: without what is hidden, and with a focus its node and neighbours alone. */
export function visible(scene: Scene, view: View): { nodes: GraphNode[]; lines: GraphLine[] } {
  const hidden = new Set(view.hidden);
  const withoutTypes = new Set(view.withoutTypes);
  const withoutKinds = new Set(view.withoutKinds);
  const lines = [...scene.lines.values()].filter((line) => !withoutTypes.has(line.type));
  const near =
    view.focus !== null && scene.nodes.has(view.focus)
      ? new Set([
          view.focus,
          ...lines.filter((line) => line.from === view.focus || line.to === view.focus).flatMap((line) => [line.from, line.to]),
        ])
      : null;
  const nodes = [...scene.nodes.values()].filter(
    (node) => !hidden.has(node.id) && !withoutKinds.has(node.kind) && (!near || near.has(node.id)),
  );
  const shown = new Set(nodes.map((node) => node.id));
  const left = lines.filter((line) => shown.has(line.from) && shown.has(line.to));
  return view.only ? alone(view.only, nodes, left) : { nodes, lines: left };
}
