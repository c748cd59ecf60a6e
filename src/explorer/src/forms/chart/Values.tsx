import { SortedTable, type Cell } from '../../components/SortedTable';
import { valueWords } from '../../graph/values';
import { isDate } from '../../view/view';
import type { Drawn } from '../data/fields';
import type { Value } from '../data/rows';

interface Props<Part extends string> {
  readonly caption: string;
  readonly drawn: Drawn<Part>;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

/** What a chart draws, as a table. */
export function Values<Part extends string>({ caption, drawn: { titles, rows }, open, opened }: Props<Part>) {
  const parts = (Object.keys(titles) as Part[]).filter((part) => titles[part]);
  // A field may play two parts: it is one column.
  const columns = new Map(parts.map((part) => [titles[part], part]));
  const cells = rows.map((row, i) => ({
    key: String(i),
    row,
    cells: Object.fromEntries([...columns].map(([title, part]) => [title, cellOf(row[part])])),
  }));
  return (
    <details class="values">
      <summary>The values as a table</summary>
      <SortedTable
        caption={caption}
        rows={cells}
        opened={null}
        show={({ row }, column, text) => {
          const part = columns.get(column)!;
          const id = row[part][0]?.names;
          return id ? (
            <button type="button" class="link" aria-pressed={opened === id} onClick={() => open(id)}>
              {text}
            </button>
          ) : typeof row[part][0]?.value === 'number' ? (
            <bdi>{valueWords(row[part][0].value)}</bdi>
          ) : (
            text
          );
        }}
      />
    </details>
  );
}

function cellOf(values: readonly Value[]): Cell {
  const [first] = values;
  if (!first) return null;
  if (values.length === 1 && (typeof first.value === 'number' || isDate(String(first.value)))) return first.value as Cell;
  return values.map(({ value }) => valueWords(value)).join(', ');
}
