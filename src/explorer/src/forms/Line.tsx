import * as Plot from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { Theme } from '../picture/marks';
import { valueWords } from '../graph/values';
import { dateWords } from '../graph/words';
import { Chart } from './chart/Chart';
import { hue, shape } from './chart/colors';
import { follows, grainOf, startOf, type Grain } from './chart/dates';
import { Values } from './chart/Values';
import { drawn, idOf, numberOf, textOf, type Drawn, type Row } from './data/fields';
import type { FormProps } from './form';
import { FormFrame } from './FormFrame';
import { Opens } from './Opens';

const parts = ['x', 'label', 'least', 'unit', 'series', 'until', 'detail'] as const;
type Part = 'y' | (typeof parts)[number];

interface Figure {
  readonly date: string;
  readonly value: number;
  readonly isLeast: boolean;
  readonly series: string;
  /** Figures of one stretch follow each other without a gap. */
  readonly stretch: string;
  readonly says: string;
  readonly opens: string | null;
}

/** Figures over time, as lines that end where figures are missing. */
export default function Line({ scene, theme, isLoading, actions, view, go }: FormProps) {
  const lists = useMemo(() => drawn<Part>(scene, 'y', parts), [scene]);
  const isEmpty = lists.every(({ rows }) => rows.every((row) => row.x.length === 0));
  return (
    <FormFrame name="lines" {...{ isEmpty, scene, isLoading, go }}>
      {lists.map((list, i) => (
        <Lines key={i} {...{ list, theme }} open={actions.open} opened={view.open} />
      ))}
    </FormFrame>
  );
}

interface LinesProps {
  readonly list: Drawn<Part>;
  readonly theme: Theme;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

const grains: readonly Grain[] = ['year', 'month', 'day'];

function Lines({ list, theme, open, opened }: LinesProps) {
  const panels = useMemo(() => {
    const dated = list.rows.filter((row) => row.x.length > 0);
    return grains
      .map((grain) => ({ grain, rows: dated.filter((row) => grainOf(textOf(row.x)!) === grain) }))
      .filter(({ rows }) => rows.length > 0);
  }, [list]);
  const without = list.rows.filter(
    (row) => numberOf(row.y) === null && numberOf(row.least) === null && (row.label.length > 0 || row.detail.length > 0),
  );
  return (
    <>
      {panels.map(({ grain, rows }) => (
        <Panel key={grain} {...{ grain, rows, theme, open, opened }} title={list.titles.y} />
      ))}
      {without.length > 0 && (
        <section class="without">
          <h3>Without a number</h3>
          <ul>
            {without.map((row, i) => (
              <li key={i}>
                <Opens id={idOf(row.label, row.x)} {...{ open, opened }} text={textOf(row.label) ?? ''} />
                {row.x.length > 0 && `, ${dateWords(textOf(row.x)!)}`}
                {row.detail.length > 0 && (
                  <>
                    : <bdi>{textOf(row.detail)}</bdi>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Values caption={list.titles.y} drawn={list} {...{ open, opened }} />
    </>
  );
}

/** The figures of periods of one length: a year's and a month's are never on one scale. */
function Panel({
  grain,
  rows,
  title,
  theme,
  open,
  opened,
}: Omit<LinesProps, 'list'> & { grain: Grain; rows: readonly Row<Part>[]; title: string }) {
  const figures = useMemo(() => figuresOf(rows), [rows]);
  const units = [...new Set(rows.flatMap((row) => textOf(row.unit) ?? []))];
  const unit = units.length > 0 ? units.join(' or ') : title;
  const series = [...new Set(figures.map((figure) => figure.series))];
  if (figures.length === 0) return null;
  const hasLeast = figures.some((figure) => figure.isLeast);
  return (
    <section>
      <h3>
        {title}, by {grain}
      </h3>
      <Chart
        label={`${unit}, by ${grain}`}
        points={figures}
        of={[figures, theme]}
        draw={(width, scale) => plot({ figures, series, unit, grain, theme, width, scale })}
        {...{ open, opened }}
      />
      {hasLeast && <p class="note">An empty mark: at least so many.</p>}
    </section>
  );
}

function figuresOf(rows: readonly Row<Part>[]): Figure[] {
  const figures: Figure[] = [];
  const bySeries = Map.groupBy(rows, (row) => textOf(row.series) ?? '');
  for (const [series, some] of bySeries) {
    let stretch = 0;
    let previous: string | null = null;
    for (const row of some.toSorted((a, b) => textOf(a.x)!.localeCompare(textOf(b.x)!))) {
      const exact = numberOf(row.y);
      const value = exact ?? numberOf(row.least);
      if (value === null) continue;
      const date = textOf(row.x)!;
      if (previous !== null && !follows(date, previous)) stretch++;
      previous = textOf(row.until) ?? date;
      const label = [textOf(row.label), dateWords(date)].filter(Boolean).join(', ');
      const figure = `${exact === null ? 'at least ' : ''}${valueWords(value)} ${textOf(row.unit) ?? ''}`.trim();
      const detail = textOf(row.detail);
      figures.push({
        date,
        value,
        isLeast: exact === null,
        series,
        stretch: `${series} ${stretch}`,
        says: `${label}: ${figure}${detail ? ` (“${detail}”)` : ''}`,
        opens: idOf(row.label, row.y, row.least),
      });
    }
  }
  return figures;
}

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

interface Drawing {
  readonly figures: readonly Figure[];
  readonly series: readonly string[];
  readonly unit: string;
  readonly grain: Grain;
  readonly theme: Theme;
  readonly width: number;
  readonly scale: number;
}

function plot({ figures, series, unit, grain, theme, width, scale }: Drawing) {
  const x = (figure: Figure) => startOf(figure.date);
  const dots = { x, y: 'value', symbol: 'series', stroke: 'series', strokeWidth: 2 * scale, r: 5 * scale, className: 'point' } as const;
  return Plot.plot({
    className: 'plot',
    width,
    height: 240 * scale,
    marginLeft: 52 * scale,
    marginRight: 20 * scale,
    marginTop: 28 * scale,
    marginBottom: 40 * scale,
    x: { type: 'utc', label: grain, ticks: Math.max(2, Math.floor(width / (80 * scale))), nice: false },
    y: { label: unit, grid: true, zero: true, nice: true, ticks: 5, tickFormat: (value: number) => compact.format(value) },
    color: { domain: series, range: series.map((_, i) => hue(i, theme)) },
    symbol: { domain: series, range: series.map((_, i) => shape(i)), legend: series.length > 1, fill: 'color' } as Plot.ScaleOptions,
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(figures, { x, y: 'value', z: 'stretch', stroke: 'series', strokeWidth: 2 * scale, className: 'stretches' }),
      Plot.dot(figures, { ...dots, fill: theme.paper, filter: (figure) => figure.isLeast }),
      Plot.dot(figures, { ...dots, fill: 'series', filter: (figure) => !figure.isLeast }),
    ],
  });
}
