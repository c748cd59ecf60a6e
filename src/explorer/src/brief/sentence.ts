import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, inTime, kindWords } from '../graph/words';
import type { RelianceList } from '../questions/answer';

const mostNamed = 12;
/** Their names are sentences. */
const printed = new Set<GraphNode['kind']>(['REPORT', 'CLAIM', 'STATISTIC']);

/** `Mexico, Panama and Chile`. */
export function listed(names: readonly string[]): string {
  const shown = names.length > mostNamed ? [...names.slice(0, mostNamed - 1), `${names.length - mostNamed + 1} more`] : names;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const opening = (date: string | null) => (date ? `${inTime(date).replace(/^./, (first) => first.toUpperCase())}, ` : '');

/** A sentence begins with a capital. */
const begun = (start: string, rest: string) => (start === '' ? rest.replace(/^./, (first) => first.toUpperCase()) : start + rest);

/** Who relies on whom, in one sentence. */
export function relianceSentence(list: RelianceList, aim: string | null, date: string | null, name: (id: string) => string): string {
  const { lines, excluded } = list;
  const towards = aim ? ` to ${aim.replace(/^./, (first) => first.toLowerCase())}` : '';
  const [from, to] = [new Set(lines.map((line) => line.from)), new Set(lines.map((line) => line.to))];
  if (lines.length === 0) {
    const left = excluded.length > 0 ? `; ${count(excluded.length, 'country was', 'countries were')} left out` : '';
    return `${opening(date)}${date ? 'no' : 'No'} country answers this${left}.`;
  }
  const by = (strength: GraphLine['strength']) => lines.filter((line) => line.strength === strength);
  const others = (some: readonly GraphLine[]) => listed(some.map((line) => name(from.size === 1 ? line.to : line.from)));
  const [explicit, implied] = [by('EXPLICIT'), by('IMPLIED')];
  const parts = [
    explicit.length > 0 && `explicitly ${from.size === 1 ? 'on' : 'by'} ${others(explicit)}`,
    implied.length > 0 && `by implication ${from.size === 1 ? 'on' : 'by'} ${others(implied)}`,
  ].filter(Boolean);
  return from.size === 1
    ? `${begun(opening(date), name([...from][0]!))} relies on ${count(lines.length, 'country', 'countries')}${towards}: ${parts.join('; ')}.`
    : `${opening(date)}${count(from.size, 'country', 'countries')} ${from.size === 1 ? 'relies' : 'rely'} on ${listed([...to].map(name))}${towards}: ${parts.join('; ')}.`;
}

/** What an answer of another question has, in one sentence. */
export function graphSentence(scene: Scene, nodes: readonly GraphNode[], lines: readonly GraphLine[]): string {
  const the = scene.date ? 'the' : 'The';
  if (nodes.length === 0) return `${opening(scene.date)}${the} answer is what is listed below.`;
  const kinds = new Map<GraphNode['kind'], GraphNode[]>();
  for (const node of nodes) kinds.set(node.kind, [...(kinds.get(node.kind) ?? []), node]);
  const parts = [...kinds].map(([kind, some]) =>
    some.length === 1 && !printed.has(kind) ? some[0]!.name : count(some.length, ...kindWords[kind]),
  );
  const between = lines.length > 0 ? `, with ${count(lines.length, 'relationship')} between them` : '';
  return `${opening(scene.date)}${the} answer has ${listed(parts)}${between}.`;
}
