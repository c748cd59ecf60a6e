import { useMemo } from 'preact/hooks';
import { NodeSymbol } from '../components/Symbol';
import type { Scene } from '../graph/load';
import { valueWords } from '../graph/values';
import type { Theme } from '../picture/marks';
import { Values } from './chart/Values';
import { drawn, textOf, type Drawn } from './data/fields';
import type { Value } from './data/rows';
import type { FormProps } from './form';
import { FormFrame } from './FormFrame';
import { Opens } from './Opens';

const parts = ['row', 'column'] as const;
type Part = 'cell' | (typeof parts)[number];

/** Who has what with whom: one end a row, the other a column, and what they share in the cell. */
export default function Matrix({ scene, theme, isLoading, actions, view, go }: FormProps) {
  const lists = useMemo(() => drawn<Part>(scene, 'cell', parts), [scene]);
  const isEmpty = lists.every(({ rows }) => rows.every((row) => row.row.length === 0 || row.column.length === 0));
  return (
    <FormFrame name="matrix" {...{ isEmpty, scene, isLoading, go }}>
      {lists.map((list, i) => (
        <Grid key={i} {...{ list, scene, theme }} open={actions.open} opened={view.open} />
      ))}
    </FormFrame>
  );
}

interface GridProps {
  readonly list: Drawn<Part>;
  readonly scene: Scene;
  readonly theme: Theme;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

const keyOf = (values: readonly Value[]) => values[0]!.names ?? textOf(values)!;

function Grid({ list, scene, theme, open, opened }: GridProps) {
  const { titles } = list;
  const { full, rows, columns } = useMemo(() => {
    // Each of several columns of one row, such as the signatories of an agreement, has the cell.
    const cells = list.rows
      .flatMap((row) => row.column.map((column) => ({ ...row, column: [column] })))
      .filter((row) => row.row.length > 0);
    return {
      full: Map.groupBy(cells, (row) => `${keyOf(row.row)} ${keyOf(row.column)}`),
      rows: [...new Map(cells.map((row) => [keyOf(row.row), row.row])).values()],
      columns: [...new Map(cells.map((row) => [keyOf(row.column), row.column])).values()],
    };
  }, [list]);
  const numbers = list.rows.flatMap((row) => (typeof row.cell[0]?.value === 'number' ? [row.cell[0].value] : []));
  const most = Math.max(1, ...numbers);
  const caption = `${titles.cell}, by ${titles.row} and ${titles.column}`;
  return (
    <section>
      <h3>{caption}</h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <thead>
            <tr>
              <th scope="col">{titles.row}</th>
              {columns.map((column) => (
                <th key={keyOf(column)} scope="col" class="across">
                  <span>
                    <Opens id={column[0]!.names} text={valueWords(column[0]!.value)} {...{ open, opened }} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                <th scope="row">
                  <Opens id={row[0]!.names} text={valueWords(row[0]!.value)} {...{ open, opened }} />
                </th>
                {columns.map((column) => {
                  const values = (full.get(`${keyOf(row)} ${keyOf(column)}`) ?? []).flatMap(({ cell }) => cell);
                  const number = values[0]?.value;
                  return typeof number === 'number' ? (
                    <td key={keyOf(column)} class={`heat heat-${Math.ceil((4 * number) / most)}`}>
                      {valueWords(number)}
                    </td>
                  ) : (
                    <td key={keyOf(column)}>
                      {values.map(({ value, names: id }, i) => {
                        const kind = id === null ? undefined : scene.nodes.get(id)?.kind;
                        return kind ? (
                          <button
                            key={i}
                            type="button"
                            class="cell"
                            aria-pressed={opened === id}
                            aria-label={valueWords(value)}
                            title={valueWords(value)}
                            onClick={() => open(id!)}
                          >
                            <NodeSymbol kind={kind} theme={theme} />
                          </button>
                        ) : (
                          <bdi key={i}>{valueWords(value)}</bdi>
                        );
                      })}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Values caption={caption} drawn={list} {...{ open, opened }} />
    </section>
  );
}
