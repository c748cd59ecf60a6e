import type { GraphLine, GraphNode } from '../graph/graph';
import { today } from '../graph/timeline';
import { dateWords, kindWords, lineWords } from '../graph/words';
import { few, grouped, type Clause } from './clause';
import type { Difference } from './difference';
import { countWords } from './grammar';
import { relianceClauses } from './reliance';

/** The nodes and lines of both dates. */
export interface Known {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly lines: ReadonlyMap<string, GraphLine>;
}

const mostNames = 3;
const mostClauses = 8;

/** What became of an answer between two dates: how the sentence starts, and its clauses. None: nothing changed. */
export function sentenceOf(difference: Difference, known: Known): { lead: string; clauses: readonly Clause[] } {
  const day = (date: string) => (date === today() ? 'today' : dateWords(date));
  const nameOf = (id: string) => known.nodes.get(id)?.name ?? id;
  const isReliance = [...known.lines.values()].some((line) => line.type === 'RELIES_ON');
  const clauses = isReliance ? relianceClauses(difference, known.lines, nameOf) : plainClauses(difference, known, nameOf);
  return {
    lead: `Between ${day(difference.from)} and ${day(difference.to)}`,
    clauses: clauses.length > mostClauses ? [...clauses.slice(0, mostClauses - 1), ['the rest is marked in the picture']] : clauses,
  };
}

const nodeVerbs = {
  instrument: { begun: 'began', ended: 'ended' },
  other: { begun: 'came in', ended: 'dropped out' },
};
const lineVerbs = { begun: 'began', ended: 'ended', changed: 'changed' };

/** What began and ended, by kind. A line of a node that itself began or ended goes without saying. */
function plainClauses(difference: Difference, known: Known, nameOf: (id: string) => string): Clause[] {
  const clauses: Clause[] = [];
  for (const change of ['begun', 'ended'] as const) {
    const found = [...difference.nodes].flatMap(([id, each]) => (each === change ? [known.nodes.get(id)!] : []));
    for (const [kind, nodes] of grouped(found, (node) => node.kind)) {
      const verb = nodeVerbs[kind === 'AGREEMENT' || kind === 'MEASURE' ? 'instrument' : 'other'][change];
      const names = nodes.map((node) => ({ opens: node.id, text: node.name }));
      clauses.push([`${countWords(nodes.length, ...kindWords[kind])} ${verb}: `, ...few(names, mostNames)]);
    }
  }
  const between = [...difference.lines].flatMap(([key, { change }]) => {
    const line = known.lines.get(key)!;
    return difference.nodes.has(line.from) || difference.nodes.has(line.to) ? [] : [{ change, line }];
  });
  for (const change of ['begun', 'ended', 'changed'] as const) {
    const found = between.filter((each) => each.change === change).map(({ line }) => line);
    for (const [type, lines] of grouped(found, (line) => line.type)) {
      const names = lines.map((line) => ({ opens: line.key, text: `${nameOf(line.from)} – ${nameOf(line.to)}` }));
      clauses.push([`${countWords(lines.length, 'line')} “${lineWords[type]}” ${lineVerbs[change]}: `, ...few(names, mostNames)]);
    }
  }
  return clauses;
}
