import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { GraphLine, GraphNode } from '../graph/graph';
import { lineRows, nodeRows, type Row } from '../graph/rows';
import { Explained } from './Explained';

interface Props {
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

const most = 500;
const dates = new Set(['since', 'until', 'explicit since', 'known until']);

/** What the picture shows, as text that can be sorted. */
export function Table({ nodes, lines, open, opened }: Props) {
  return (
    <div class="tables">
      <SortedTable caption="Lines" rows={lineRows(nodes, lines)} open={open} opened={opened} link="relationship" />
      <SortedTable caption="Nodes" rows={nodeRows(nodes, lines)} open={open} opened={opened} link="name" />
    </div>
  );
}

function SortedTable({
  caption,
  rows,
  open,
  opened,
  link,
}: {
  caption: string;
  rows: readonly Row[];
  open: (id: string) => void;
  opened: string | null;
  link: string;
}) {
  const [sort, setSort] = useState<{ column: string; isDown: boolean } | null>(null);
  const [shownRows, setShownRows] = useState(most);
  // A column that says nothing, or no of everything, takes room from the others.
  const columns = Object.keys(rows[0]?.cells ?? {}).filter(
    (column) => column !== 'id' && rows.some(({ cells }) => (cells[column] ?? '') !== '' && cells[column] !== false),
  );
  const formOf = (column: string) =>
    rows.some(({ cells }) => typeof cells[column] === 'number') ? 'number' : dates.has(column) ? 'date' : '';
  const sorted = sort ? rows.toSorted((a, b) => (sort.isDown ? -1 : 1) * compare(a.cells[sort.column], b.cells[sort.column])) : rows;
  const cell = (row: Row, column: string): ComponentChildren => {
    const value = row.cells[column];
    const text = <bdi>{typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? '')}</bdi>;
    return column === link ? (
      <button type="button" class="link" aria-label={row.says} aria-pressed={opened === row.key} onClick={() => open(row.key)}>
        {text}
      </button>
    ) : (
      text
    );
  };
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
                    class={formOf(column)}
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
                    <td key={column} class={formOf(column)}>
                      {cell(row, column)}
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

/** Numbers by size, text by its language, what is missing last. */
function compare(a: Row['cells'][string] | undefined, b: Row['cells'][string] | undefined): number {
  if (a === b) return 0;
  if (a === null || a === undefined || a === '') return 1;
  if (b === null || b === undefined || b === '') return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}
