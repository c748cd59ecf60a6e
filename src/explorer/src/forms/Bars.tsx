import { useMemo } from 'preact/hooks';
import type { Theme } from '../picture/marks';
import { valueWords } from '../graph/values';
import { hue } from './chart/colors';
import { drawn, numberOf, textOf, type Drawn } from './data/fields';
import type { FormProps } from './form';
import { FormFrame } from './FormFrame';
import { Opens } from './Opens';

const parts = ['x', 'series', 'detail'] as const;
type Part = 'y' | (typeof parts)[number];

interface Bar {
  readonly name: string;
  readonly id: string | null;
  readonly detail: string | null;
  /** Null where the answer has no number. */
  readonly total: number | null;
  /** What the number is made of, where that is told. */
  readonly pieces: readonly { readonly series: string; readonly value: number }[];
}

/** Numbers side by side: each with its name, as a number and as a bar. */
export default function Bars({ scene, theme, isLoading, actions, view, go }: FormProps) {
  const lists = useMemo(() => drawn<Part>(scene, 'y', parts), [scene]);
  const isEmpty = lists.every(({ rows }) => rows.every((row) => row.x.length === 0));
  return (
    <FormFrame name="bars" {...{ isEmpty, scene, isLoading, go }}>
      {lists.map((list, i) => (
        <BarList key={i} {...{ list, theme }} open={actions.open} opened={view.open} />
      ))}
    </FormFrame>
  );
}

interface ListProps {
  readonly list: Drawn<Part>;
  readonly theme: Theme;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

function BarList({ list, theme, open, opened }: ListProps) {
  const bars = useMemo(() => barsOf(list), [list]);
  const series = [...new Set(bars.flatMap(({ pieces }) => pieces.map((piece) => piece.series)))];
  const most = Math.max(1, ...bars.map(({ total }) => total ?? 0));
  const { x, y } = list.titles;
  const hasSeries = list.titles.series !== '';
  return (
    <section>
      <h3>
        {y}, by {x}
      </h3>
      {hasSeries && (
        <ul class="series" aria-label={list.titles.series}>
          {series.map((each, i) => (
            <li key={each}>
              <svg width="14" height="14" aria-hidden="true">
                <rect width="14" height="14" fill={hue(i, theme)} />
              </svg>
              {each}
            </li>
          ))}
        </ul>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">{x}</th>
            <th scope="col" class="number">
              {y}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {bars.map(({ name, id, detail, total, pieces }, row) => (
            <tr key={row} class={id !== null && id === opened ? 'opened' : ''}>
              <th scope="row">
                <Opens id={id} text={name} {...{ open, opened }} />
                {(detail || hasSeries) && (
                  <small>{detail ?? pieces.map(({ series: of, value }) => `${valueWords(value)} ${of}`).join(', ')}</small>
                )}
              </th>
              <td class="number">{total === null ? 'none' : valueWords(total)}</td>
              <td class="track">
                <svg width="100%" height="100%" aria-hidden="true">
                  {pieces.map((piece, i) => (
                    <rect
                      key={i}
                      x={`${(100 * sum(pieces.slice(0, i))) / most}%`}
                      width={`${(100 * piece.value) / most}%`}
                      height="100%"
                      fill={hue(Math.max(0, series.indexOf(piece.series)), theme)}
                      stroke={theme.paper}
                    >
                      <title>{`${name}: ${valueWords(piece.value)} ${piece.series}`.trim()}</title>
                    </rect>
                  ))}
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const sum = (pieces: Bar['pieces']) => pieces.reduce((total, { value }) => total + value, 0);

/** One bar for each thing that is named; its numbers of several series are its pieces. */
function barsOf({ rows }: Drawn<Part>): Bar[] {
  const named = rows.filter((row) => row.x.length > 0);
  return [...Map.groupBy(named, (row) => row.x[0]!.names ?? textOf(row.x)!).values()].map((some) => {
    const pieces = some.flatMap((row) => {
      const value = numberOf(row.y);
      return value === null ? [] : [{ series: row.series[0] ? valueWords(row.series[0].value) : '', value }];
    });
    return {
      name: valueWords(some[0]!.x[0]!.value),
      id: some[0]!.x[0]!.names,
      detail: some[0]!.detail.map(({ value }) => valueWords(value)).join(', ') || null,
      total: pieces.length === 0 ? null : sum(pieces),
      pieces,
    };
  });
}
