import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { isDate } from '../view/view';
import { Explained } from './Explained';

/** What a column is sorted by. */
export type Cell = string | number | boolean | null;

export interface TableRow {
  readonly key: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

interface Props<Row extends TableRow> {
  readonly caption: string;
  readonly rows: readonly Row[];
  /** The key of the row or of a part of it whose evidence is open. */
  readonly opened: string | null;
  /** What a cell shows, where that is more than its value. */
  readonly show: (row: Row, column: string, text: ComponentChildren) => ComponentChildren;
}

const most = 500;
const longText = 40;

/** Rows that can be sorted by each of their columns. */
export function SortedTable<Row extends TableRow>({ caption, rows, opened, show }: Props<Row>) {
  const [sort, setSort] = useState<{ column: string; isDown: boolean } | null>(null);
  const [shownRows, setShownRows] = useState(most);
  // A column that says nothing, or no of everything, takes room from the others.
  const columns = Object.keys(rows[0]?.cells ?? {}).filter(
    (column) => column !== 'id' && rows.some(({ cells }) => (cells[column] ?? '') !== '' && cells[column] !== false),
  );
  const kinds = new Map(columns.map((column) => [column, kindOf(rows.map(({ cells }) => cells[column] ?? null))]));
  const sorted = sort ? rows.toSorted((a, b) => (sort.isDown ? -1 : 1) * compare(a.cells[sort.column], b.cells[sort.column])) : rows;
  return (
    <section>
      <h3>
        {caption} <small>{rows.length.toLocaleString('en')}</small>
      </h3>
      {rows.length === 0 ? (
        <p class="note">None.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label={`${caption} as a table`}>
          <table>
            <caption class="unseen">{caption}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    class={kinds.get(column)}
                    aria-sort={sort?.column === column ? (sort.isDown ? 'descending' : 'ascending') : 'none'}
                  >
                    <button type="button" onClick={() => setSort({ column, isDown: sort?.column === column && !sort.isDown })}>
                      <Explained isWithin text={column} />
                      <span aria-hidden="true">{sort?.column === column ? (sort.isDown ? ' ▾' : ' ▴') : ' ▵'}</span>
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, shownRows).map((row) => (
                <tr key={row.key} class={opened === row.key ? 'opened' : ''}>
                  {columns.map((column) => (
                    <td key={column} class={kinds.get(column)}>
                      {show(row, column, <bdi>{written(row.cells[column] ?? null)}</bdi>)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {sorted.length > shownRows && (
            <button type="button" onClick={() => setShownRows(shownRows + most)}>
              Show {Math.min(most, sorted.length - shownRows)} more of {sorted.length.toLocaleString('en')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

const written = (value: Cell) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? ''));

/** Numbers and dates are aligned, and long texts have room. */
function kindOf(values: readonly Cell[]): string {
  const said = values.filter((value) => value !== null && value !== '');
  if (said.some((value) => typeof value === 'number')) return 'number';
  return said.length > 0 && said.every((value) => isDate(String(value)))
    ? 'date'
    : said.some((value) => String(value).length > longText)
      ? 'long'
      : '';
}

/** Numbers by size, text by its language, what is missing last. */
function compare(a: Cell | undefined, b: Cell | undefined): number {
  if (a === b) return 0;
  if (a === null || a === undefined || a === '') return 1;
  if (b === null || b === undefined || b === '') return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}
