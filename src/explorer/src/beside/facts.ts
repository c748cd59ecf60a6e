import type { BesideQuery } from '../generated/graphql';
import { dateWords, enumWords } from '../graph/words';
import type { Fact } from './common';

export type Node = NonNullable<BesideQuery['nodes'][number]>;

const dates = ['announced', 'signed', 'effective', 'ended'] as const;

/** What each of the two is by itself, as far as the graph says it of either. */
export function factsOf(one: Node, other: Node): Fact[] {
  const [first, second] = [valuesOf(one), valuesOf(other)];
  return [...new Set([...first.keys(), ...second.keys()])].map((label) => ({
    label,
    values: [first.get(label) ?? '', second.get(label) ?? ''],
  }));
}

function valuesOf(node: Node): Map<string, string> {
  const values: [string, string | null | undefined][] = [];
  if ('sort' in node) {
    values.push(['sort', enumWords(node.sort)], ...dates.map((key) => [key, node[key] && dateWords(node[key])] as [string, string | null]));
    values.push(['status', enumWords(node.status)]);
  }
  if ('body' in node) values.push(['body', enumWords(node.body)]);
  if ('theme' in node) values.push(['field', node.theme]);
  if ('placeKind' in node) values.push(['place', enumWords(node.placeKind)]);
  if ('on' in node) values.push(['on', node.on && dateWords(node.on)]);
  return new Map(values.filter((each): each is [string, string] => !!each[1]));
}
