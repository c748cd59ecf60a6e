import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { useNames } from '../components/names';
import { SortedTable, type Cell, type TableRow } from '../components/SortedTable';
import type { LineType } from '../graph/graph';
import type { Scene } from '../graph/load';
import { isId, nameKeys, valueWords } from '../graph/values';
import { lineWords } from '../graph/words';
import { isDate } from '../view/view';
import type { Value } from './data/rows';
import { tablesOf, type AnswerTable } from './data/tables';

interface Props {
  readonly scene: Scene;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

interface Row extends TableRow {
  readonly values: Readonly<Record<string, readonly Value[]>>;
}

/** A value that is the id of a node, such as the country for which someone signs. */

/** The lists of an answer as tables. */
export function AnswerTables({ scene, open, opened }: Props) {
  const tables = useMemo(() => tablesOf(scene.question!, scene.answer!), [scene]);
  const ids = tables.flatMap(({ rows }) => rows.flatMap((row) => row.flat().map(({ value }) => value))).filter(isId);
  const nameOf = useNames([...new Set(ids)]);
  const say = (key: string, value: unknown) =>
    isId(value)
      ? nameOf(value)
      : typeof value === 'string' && key === 'type' && value in lineWords
        ? lineWords[value as LineType]
        : valueWords(value);
  return (
    <>
      {tables.map((table) => {
        const rows = rowsFor(table, say);
        const keys = new Map(table.columns.map(({ path, title }) => [title, path.at(-1)!]));
        const show = ({ values, cells }: Row, column: string, text: ComponentChildren) => {
          const key = keys.get(column)!;
          if (typeof cells[column] === 'number') return <bdi>{cells[column].toLocaleString('en')}</bdi>;
          if (key === 'url' && /^https?:/.test(String(cells[column])))
            return (
              <a href={String(cells[column])} rel="noreferrer">
                {text}
              </a>
            );
          if (!nameKeys.includes(key) && key !== 'type') return text;
          return values[column]!.map(({ value, names: id }, i) => (
            <span key={i} class="named">
              {id ? (
                <button type="button" class="link" aria-pressed={opened === id} onClick={() => open(id)}>
                  <bdi>{say(key, value)}</bdi>
                </button>
              ) : (
                <bdi>{say(key, value)}</bdi>
              )}
            </span>
          ));
        };
        return <SortedTable key={table.title} caption={table.title} rows={rows} opened={null} show={show} />;
      })}
    </>
  );
}

function rowsFor({ columns, rows }: AnswerTable, say: (key: string, value: unknown) => string): Row[] {
  return rows.map((found, i) => ({
    key: String(i),
    values: Object.fromEntries(columns.map(({ title }, at) => [title, found[at]!])),
    cells: Object.fromEntries(columns.map(({ path, title }, at) => [title, cellOf(found[at]!, (value) => say(path.at(-1)!, value))])),
  }));
}

/** One number stays a number and one date a date, so that the column is sorted by them. */
function cellOf(values: readonly Value[], say: (value: unknown) => string): Cell {
  const [first, ...others] = values;
  if (!first) return null;
  if (others.length === 0 && (typeof first.value === 'number' || typeof first.value === 'boolean' || isDate(String(first.value))))
    return first.value as Cell;
  return values.map(({ value }) => say(value)).join(', ');
}
