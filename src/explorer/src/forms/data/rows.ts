import { nameKeys } from '../../graph/values';
import { keyOf } from '../../questions/answer';

/** The keys that lead from an answer to a field. */
export type Path = readonly string[];

/** A value of the answer. */
export interface Value {
  readonly value: unknown;
  /** The node or line that it belongs to. */
  readonly id: string | null;
  /** The node or line whose name it is. */
  readonly names: string | null;
}

/** For each path its values, in one row of the answer. */
export type Found = readonly (readonly Value[])[];

type Data = Record<string, unknown>;
const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

const idOf = (data: Data): string | null =>
  keyOf(data) ?? (typeof data.__typename === 'string' && typeof data.id === 'string' ? data.id : null);

/** After how many keys of a path the answer has a list. */
export function listsOn(value: unknown, path: Path, depth = 0): number[] {
  if (Array.isArray(value)) return [...new Set([depth, ...value.flatMap((item) => listsOn(item, path, depth))])].sort((a, b) => a - b);
  const key = path[depth];
  return key !== undefined && isObject(value) ? listsOn(value[key], path, depth + 1) : [];
}

/** A row for each value or entry that the spine leads to. A field that lies in other lists has all its values in each row. */
export const rowsOf = (answer: unknown, paths: readonly Path[], spine: Path): Found[] => follow(answer, paths, spine, 0, nobody, []);

interface Owner {
  /** The nearest node or line around a value. */
  readonly id: string | null;
  /** The one whose field the value is. */
  readonly own: string | null;
}
const nobody: Owner = { id: null, own: null };
const within = (data: Data, { id }: Owner): Owner => ({ id: idOf(data) ?? id, own: idOf(data) });

type Partly = readonly (readonly Value[] | undefined)[];

function follow(value: unknown, paths: readonly Path[], spine: Path, depth: number, owner: Owner, above: Partly): Found[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => follow(item, paths, spine, depth, owner, above));
  const isEnd = !isObject(value) || depth === spine.length;
  const found = paths.map((path, i) => {
    const leaves = isShared(path, spine, depth) && (isEnd || path[depth] !== spine[depth]);
    return above[i] ?? (leaves ? valuesOf(value, path, depth, owner) : undefined);
  });
  return isEnd ? [found.map((values) => values ?? [])] : follow(value[spine[depth]!], paths, spine, depth + 1, within(value, owner), found);
}

const isShared = (path: Path, spine: Path, length: number) => spine.slice(0, length).every((key, i) => key === path[i]);

function valuesOf(value: unknown, path: Path, depth: number, owner: Owner): Value[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, path, depth, owner));
  if (value === null || value === undefined) return [];
  const key = path[depth];
  if (key === undefined) return [{ value, id: owner.id, names: isName(path.at(-1)!) ? owner.own : null }];
  return isObject(value) ? valuesOf(value[key], path, depth + 1, within(value, owner)) : [];
}

/** The type of a line is read between its ends, and so names it. */
const isName = (key: string) => nameKeys.includes(key) || key === 'type';
