import type { SelectionSetNode } from 'graphql';
import { words, type Question } from '../../questions/question';
import { listsOn, rowsOf, type Found, type Path } from './rows';

/** One list of an answer, with a row for each entry. What lies in the lists around it is in each row. */
export interface AnswerTable {
  readonly title: string;
  readonly columns: readonly { readonly path: Path; readonly title: string }[];
  readonly rows: readonly Found[];
}

/** The keys that say how a list is built, and nothing of what is in it. */
const plumbing = new Set(['nodes', 'edges', 'node', 'key']);
const unseen = new Set(['id', 'cursor', 'pageInfo']);

/** The paths to all values that a question asks for, in its order. */
export function leavesOf({ document, operation }: Question): Path[] {
  const fragments = new Map(
    document.definitions.flatMap((d) => (d.kind === 'FragmentDefinition' ? [[d.name.value, d.selectionSet] as const] : [])),
  );
  const leaves = new Map<string, Path>();
  const walk = (set: SelectionSetNode | undefined, above: Path) =>
    set?.selections.forEach((selection) => {
      if (selection.kind === 'FragmentSpread') walk(fragments.get(selection.name.value), above);
      else if (selection.kind === 'InlineFragment') walk(selection.selectionSet, above);
      else if (!unseen.has(selection.name.value)) {
        const path = [...above, (selection.alias ?? selection.name).value];
        if (selection.selectionSet) walk(selection.selectionSet, path);
        else leaves.set(path.join('.'), path);
      }
    });
  walk(operation.selectionSet, []);
  return [...leaves.values()];
}

/** The tables that an answer is: one for each innermost list. A list of single values, such as names, is a cell of the list around it. */
export function tablesOf(question: Question, answer: Record<string, unknown>): AnswerTable[] {
  const found = leavesOf(question).map((path) => ({ path, lists: listsOn(answer, path).map((depth) => path.slice(0, depth).join('.')) }));
  const all = found.flatMap(({ lists }) => lists);
  const isAlone = (list: string) => all.filter((other) => other === list).length === 1;
  const leaves = found
    .filter(({ path }) => !isCountOfRows(path, all))
    .map(({ path, lists }) => ({ path, list: lists.length > 1 && isAlone(lists.at(-1)!) ? lists.at(-2)! : lists.at(-1) }));
  const lists = [...new Set(leaves.map(({ list }) => list))];
  // What stands in no list has tables of its own, one for each field of the whole question.
  const roots = Map.groupBy(
    leaves.filter(({ list }) => list === undefined).map(({ path }) => path),
    ([root]) => root!,
  );
  const inLists = lists
    .filter((list) => list !== undefined && !lists.some((other) => other && isIn(other, list)))
    .map((list) => ({
      entry: list!.split('.'),
      paths: leaves.filter((leaf) => leaf.list && (leaf.list === list || isIn(list!, leaf.list))).map(({ path }) => path),
    }));
  return [...[...roots].map(([root, paths]) => ({ entry: [root], paths })), ...inLists].map(({ entry, paths }) => ({
    title: titleOf(entry),
    columns: paths.map((path) => ({ path, title: headingOf(path, paths) })),
    rows: rowsOf(answer, paths, entry).filter((row) => row.some((values) => values.length > 0)),
  }));
}

const isIn = (inner: string, outer: string) => inner.startsWith(`${outer}.`);

/** The number of entries that a table shows anyway. */
const isCountOfRows = (path: Path, lists: readonly string[]) =>
  path.at(-1) === 'totalCount' && lists.some((list) => isIn(list, path.slice(0, -1).join('.')));

const titleOf = (path: Path) =>
  path
    .filter((key) => !plumbing.has(key))
    .map(words)
    .join(' › ');

/** The name of the field; with what it belongs to where another column is called the same. */
function headingOf(path: Path, all: readonly Path[]): string {
  const name = (of: Path, length: number) => {
    const keys = of.filter((key) => !plumbing.has(key));
    const last = keys.at(-1);
    const owner = keys.slice(0, -1);
    if (last === 'totalCount') return `number of ${owner.slice(-length).map(words).join(' ')}`;
    if (last === '__typename') return [...owner.slice(-length + 1 || owner.length), 'kind'].map(words).join(' ');
    return keys.slice(-length).map(words).join(' ');
  };
  for (let length = 1; length < path.length; length++) {
    const heading = name(path, length);
    if (all.filter((other) => name(other, length) === heading).length === 1) return heading;
  }
  return name(path, path.length);
}
