import type { Scene } from '../../graph/load';
import { words } from '../../questions/question';
import { rowsOf, type Path, type Value } from './rows';

/** A field that the header of a question names: `outlets.nodes.name (outlet)`. */
export interface Field {
  readonly path: Path;
  /** What it is called in the picture. */
  readonly title: string;
}

/** The parts that a row has in a picture, each with the values that were found for it. */
export type Row<Part extends string> = Readonly<Record<Part, readonly Value[]>>;

/** What a form draws of one list of the answer. */
export interface Drawn<Part extends string> {
  readonly titles: Readonly<Record<Part, string>>;
  readonly rows: readonly Row<Part>[];
}

/** Reads `a.b (title), c.d`: several fields, each with its title. */
export const readFields = (text = ''): Field[] =>
  [...text.matchAll(/([\w.]+)\s*(?:\(([^)]*)\))?/g)].map(([, path, title]) => {
    const keys = path!.split('.');
    return { path: keys, title: title ?? words(keys.at(-1)!) };
  });

const shared = (a: Path, b: Path) => {
  const end = a.findIndex((key, i) => key !== b[i]);
  return end === -1 ? a.length : end;
};

/** Of the fields of a part, those that lie nearest to the main one. Several are alternatives: the first that has a value stands for the part. */
function nearest(main: Path, fields: readonly Field[]): Field[] {
  const most = Math.max(0, ...fields.map(({ path }) => shared(main, path)));
  return most === 0 ? [] : fields.filter(({ path }) => shared(main, path) === most);
}

/** For each field that plays the main part, a row for each of its values, with all other parts. */
export function drawn<Part extends string>({ question, answer }: Scene, main: Part, others: readonly Part[]): Drawn<Part>[] {
  const header = question?.header.fields ?? {};
  return readFields(header[main]).map((field) => {
    const parts = [
      { part: main, fields: [field] },
      ...others.map((part) => ({ part, fields: nearest(field.path, readFields(header[part])) })),
    ];
    const all = parts.flatMap(({ part, fields }) => fields.map((each) => ({ part, ...each })));
    const rows = rowsOf(
      answer,
      all.map(({ path }) => path),
      field.path,
    ).map((found) => {
      const values = (wanted: Part) => found.find((some, i) => all[i]!.part === wanted && some.length > 0) ?? [];
      return Object.fromEntries(parts.map(({ part }) => [part, values(part)])) as Row<Part>;
    });
    const titles = Object.fromEntries(parts.map(({ part, fields }) => [part, fields[0]?.title ?? ''])) as Record<Part, string>;
    return { titles, rows };
  });
}

/** The first value that is a number. */
export const numberOf = (values: readonly Value[]): number | null => {
  const found = values.find(({ value }) => typeof value === 'number');
  return found ? (found.value as number) : null;
};

/** The first value as text. */
export const textOf = (values: readonly Value[]): string | null => (values[0] ? String(values[0].value) : null);

/** The node or line that one of the parts names, or else the one that one of them belongs to. */
export const idOf = (...parts: readonly (readonly Value[])[]): string | null =>
  parts.find((values) => values[0]?.names)?.[0]!.names ?? parts.find((values) => values[0]?.id)?.[0]!.id ?? null;
