import type { Brief } from '../brief/brief';
import { makeBrief } from '../brief/make';
import { asOfWords, creditWords, lensWords, versionWords } from '../brief/words';
import { listed } from '../brief/sentence';
import type { Scene } from '../graph/load';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { View } from '../view/view';
import { citedAddress } from './citation';

/** Where a saved file is from: each file carries it. */
export interface Source {
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
  readonly date: string | null;
  readonly graph: Brief['version'];
  readonly evidence: Brief['evidence'];
  readonly link: string;
  readonly sources: readonly { title: string; outlet: string | null; date: string | null; url: string | null }[];
  /** The same in a few lines. */
  readonly caption: readonly string[];
  /** By the key of a line or the id of a node: what its row rests on. */
  readonly byRow: ReadonlyMap<string, string>;
}

export async function sourceOf(scene: Scene, nodes: readonly GraphNode[], lines: readonly GraphLine[], view: View): Promise<Source> {
  const brief = await makeBrief(scene, nodes, lines, view);
  const link = citedAddress(view, scene);
  const outlets = [...new Set(brief.notes.flatMap((note) => note.outlet ?? []))];
  const words = new Map(
    brief.notes.map(({ number, title, outlet, date, url }) => [number, [outlet ?? title, date, url].filter(Boolean).join(' ')]),
  );
  const entries = brief.lists.flatMap((list) => list.entries);
  const notes = new Map(entries.map((entry) => [entry.key, new Set(entry.notes)]));
  for (const line of lines)
    for (const id of [line.from, line.to])
      notes.set(id, new Set([...(notes.get(id) ?? []), ...(entries.find((entry) => entry.key === line.key)?.notes ?? [])]));
  return {
    title: brief.question,
    values: Object.fromEntries(brief.values),
    date: brief.date,
    graph: brief.version,
    evidence: brief.evidence,
    link,
    sources: brief.notes.map(({ title, outlet, date, url }) => ({ title, outlet, date, url })),
    caption: [
      brief.question,
      `${asOfWords(brief.date)}. ${versionWords(brief.version)}`,
      ...[lensWords(brief.evidence)].filter((each) => each !== null),
      `${creditWords(brief.notes)}${outlets.length > 0 ? `: ${listed(outlets)}` : ''}.`,
    ],
    byRow: new Map([...notes].map(([key, numbers]) => [key, [...numbers].map((n) => words.get(n)).join('; ')])),
  };
}
