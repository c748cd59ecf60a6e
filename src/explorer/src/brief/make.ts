import { ask } from '../api/client';
import { NamedDocument } from '../generated/graphql';
import { nameOf, type GraphLine, type GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, inTime } from '../graph/words';
import { words } from '../questions/question';
import { the } from '../then/grammar';
import type { View } from '../view/view';
import type { Brief, Entry, EntryList } from './brief';
import { isSaid, lineEntries, nameIn, nodeEntries, relianceEntries, type Sourced } from './entries';
import { Footnotes } from './footnotes';
import { outline } from './outline';
import { graphSentence, relianceSentence } from './sentence';

/** The rest is in the table of the page. */
const mostEntries = 150;

/** Fetches the evidence for what is shown, and puts a page together. */
export async function makeBrief(scene: Scene, nodes: readonly GraphNode[], lines: readonly GraphLine[], view: View): Promise<Brief> {
  const notes = new Footnotes(scene.date);
  const sourced: Sourced[] = [];
  const entriesOf = (some: readonly Sourced[]) => some.map((each) => entryOf(each, notes));
  const lists: EntryList[] = [];
  const sentences: string[] = [];
  let notListed = 0;
  for (const list of scene.lists) {
    const { aim, entries } = await relianceEntries(list.lines, scene);
    sentences.push(relianceSentence(list, aim, scene.date, (id) => the(nameIn(scene, id))));
    sourced.push(...entries);
    lists.push({ title: scene.lists.length > 1 ? words(list.label) : null, entries: entriesOf(entries), excluded: list.excluded });
  }
  if (scene.lists.length === 0) {
    const said = await lineEntries(lines, scene, mostEntries);
    const explained = new Set(lines.filter(isSaid).flatMap(({ from, to }) => [from, to]));
    const alone = nodes.filter((node) => !explained.has(node.id));
    const others = await nodeEntries(alone.slice(0, mostEntries - said.length), scene);
    sentences.push(graphSentence(scene, nodes, lines));
    // What no report speaks of is in the answer as it was asked.
    sourced.push(...[...said, ...others].filter(({ claims, report }) => !scene.answer || claims.length > 0 || report));
    notListed = lines.filter(isSaid).length + alone.length - said.length - others.length;
    lists.push({ title: null, entries: entriesOf(sourced), excluded: [] });
  }
  return {
    question: scene.question?.sentence ?? 'What the graph has',
    values: await valuesOf(scene, view),
    sentence: sentences.join(' '),
    date: scene.date,
    evidence: scene.evidence,
    version: scene.version,
    lists,
    outline: scene.lists.length === 0 && scene.answer ? outline(scene.answer, (id) => nameIn(scene, id)) : [],
    notListed,
    doubts: doubtsOf(sourced, scene.date),
    notes: notes.all,
  };
}

/** The question's values; ids among them are called by their names. */
async function valuesOf(scene: Scene, view: View): Promise<[string, string][]> {
  const typed = (scene.question?.controls ?? []).map(
    ({ label, variable, initial }) => [label, (view.variables[variable] ?? initial).split(/,\s*/)] as const,
  );
  const ids = typed.flatMap(([, values]) => values.filter((value) => /^[a-z]+:/.test(value)));
  const { nodes } = ids.length > 0 ? await ask(NamedDocument, { ids }) : { nodes: [] };
  const names = new Map(nodes.flatMap((node) => (node ? [[node.id, nameOf(node)] as const] : [])));
  return typed.map(([label, values]) => [label, values.map((value) => names.get(value) ?? value).join(', ')]);
}

function entryOf({ key, title, facts, claims, report }: Sourced, notes: Footnotes): Entry {
  const own = report ? [notes.of(report).number] : [];
  const cited = notes.cite(claims);
  return { key, title, facts, quote: cited.quote, notes: [...new Set([...own, ...cited.notes])] };
}

function doubtsOf(entries: readonly Sourced[], date: string | null): string[] {
  return entries.flatMap(({ title, claims, isContested, isPresumed }) => {
    const denials = claims.filter((claim) => claim.stance === 'DENIES').length;
    const inferred = claims.filter((claim) => claim.inferred).length;
    return [
      ...(isContested ? [`${title}: contested. One claim asserts it, another denies it.`] : []),
      ...(denials > 0 && !isContested ? [`${title}: ${count(denials, 'claim')} against it.`] : []),
      ...(isPresumed && date ? [`${title}: presumed ${inTime(date)}. The evidence does not reach this date.`] : []),
      ...(claims.length > 0 && inferred === claims.length ? [`${title}: inferred. No report says it in these words.`] : []),
    ];
  });
}
