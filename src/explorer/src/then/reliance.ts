import { readLineKey, type GraphLine } from '../graph/graph';
import { few, grouped, type Clause, type Part } from './clause';
import type { Difference, LineChange } from './difference';
import { countWords, listed, numberWords, the } from './grammar';

const mostNames = 5;
const mostCounts = 6;

type NameOf = (id: string) => string;

/** One change of who relies on whom. */
interface Reliance extends LineChange {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly objective: string;
}

/** Who came to rely on whom, who no longer does, and what it rests on now. */
export function relianceClauses(difference: Difference, lines: ReadonlyMap<string, GraphLine>, nameOf: NameOf): Clause[] {
  const changes = [...difference.lines].flatMap(([key, change]): Reliance[] => {
    const { type, from, to, objective } = readLineKey(key)!;
    return type === 'RELIES_ON' ? [{ ...change, key, from, to, objective: objective ?? '' }] : [];
  });
  const all = [...lines.values()].filter((line) => line.type === 'RELIES_ON');
  const objectives = new Set(all.map((line) => readLineKey(line.key)!.objective));
  // Told from the side that has fewer: one country relies on many, or many on one.
  const isOneSource = new Set(all.map((line) => line.from)).size <= new Set(all.map((line) => line.to)).size;
  return [...grouped(changes, (each) => each.objective)].flatMap(([objective, ofObjective]) => {
    const aim = objectives.size > 1 ? [`, for “${nameOf(objective)}”`] : [];
    return [...grouped(ofObjective, (each) => (isOneSource ? each.from : each.to))].flatMap(([id, found]) =>
      (isOneSource ? ofSource(id, found, all, nameOf) : ofTarget(id, found, nameOf)).map((clause) => [...clause, ...aim]),
    );
  });
}

/** What became of all on whom one country relies. The first clause names that country; the others follow from it. */
function ofSource(id: string, changes: readonly Reliance[], all: readonly GraphLine[], nameOf: NameOf): Clause[] {
  const subject = the(nameOf(id));
  const name = ({ key, to }: Reliance): Part => ({ opens: key, text: the(nameOf(to)) });
  const begun = changes.filter(({ change }) => change === 'begun');
  const ended = changes.filter(({ change }) => change === 'ended');
  const hasOthers = all.some((line) => line.from === id && line.change !== 'begun' && line.change !== 'ended');
  const clauses: Clause[] = [];
  if (begun.length > 0) clauses.push([`${subject} came to rely on `, ...few(begun.map(name), mostNames), hasOthers ? ' too' : '']);
  if (ended.length > 0) clauses.push([`${clauses.length > 0 ? 'it' : subject} no longer relies on `, ...few(ended.map(name), mostNames)]);
  for (const clause of whatItRestsOn(changes, name))
    clauses.push(clauses.length > 0 ? clause : [`the reliance of ${subject} on `, ...clause]);
  return clauses;
}

/** What became of all who rely on one country. */
function ofTarget(id: string, changes: readonly Reliance[], nameOf: NameOf): Clause[] {
  const object = the(nameOf(id));
  const name = ({ key, from }: Reliance): Part => ({ opens: key, text: the(nameOf(from)) });
  const begun = changes.filter(({ change }) => change === 'begun');
  const ended = changes.filter(({ change }) => change === 'ended');
  const clauses: Clause[] = [];
  if (begun.length > 0) clauses.push([...few(begun.map(name), mostNames), ` came to rely on ${object}`]);
  if (ended.length > 0)
    clauses.push([...few(ended.map(name), mostNames), ` no longer ${ended.length === 1 ? 'relies' : 'rely'} on ${object}`]);
  for (const clause of whatItRestsOn(changes, name)) clauses.push([`the reliance on ${object} of `, ...clause]);
  return clauses;
}

/** What rose or fell between implied and explicit, and what rests on more or fewer instruments. */
function whatItRestsOn(changes: readonly Reliance[], name: (each: Reliance) => Part): Clause[] {
  const onBoth = changes.filter(({ before, after }) => before && after);
  const toStrength = (strength: GraphLine['strength']) =>
    onBoth.filter(({ before, after }) => before!.strength !== strength && after!.strength === strength);
  const [rose, fell] = [toStrength('EXPLICIT'), toStrength('IMPLIED')];
  const counted = [...onBoth].sort((a, b) => Math.abs(stepOf(b)) - Math.abs(stepOf(a)));
  return [
    ...(rose.length > 0 ? [[...few(rose.map(name), mostNames), ' rose from implied to explicit']] : []),
    ...(fell.length > 0 ? [[...few(fell.map(name), mostNames), ' fell from explicit to implied']] : []),
    ...counts(
      counted.filter((each) => stepOf(each) > 0),
      'more',
      name,
    ),
    ...counts(
      counted.filter((each) => stepOf(each) < 0),
      'fewer',
      name,
    ),
  ];
}

const stepOf = ({ before, after }: Reliance) => after!.through.length - before!.through.length;

/** `Panama went from two instruments to four, Mexico and Cuba from one to three` */
function counts(changes: readonly Reliance[], than: string, name: (each: Reliance) => Part): Clause[] {
  if (changes.length === 0) return [];
  const alike = [...grouped(changes, ({ before, after }) => `${before!.through.length} ${after!.through.length}`).values()];
  const told = alike.slice(0, mostCounts).map((group, i): Clause => {
    const [from, to] = [group[0]!.before!.through.length, group[0]!.after!.through.length];
    const words = i === 0 ? ` went from ${countWords(from, 'instrument')}` : ` from ${numberWords(from)}`;
    return [...few(group.map(name), mostNames), `${words} to ${numberWords(to)}`];
  });
  const left = alike.slice(mostCounts).flat().length;
  const more: Clause[] = left > 0 ? [[`${countWords(left, 'other')} to ${than}`]] : [];
  return [listed([...told, ...more]).flat()];
}
