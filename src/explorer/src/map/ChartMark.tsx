import type { Box, Point } from '../picture/boxes';
import { periodWords, shortNumber, valueWords, type Chart } from './charts';
import { onKey } from './keys';
import { shortened } from './placing';

interface Props {
  readonly chart: Chart;
  readonly name: string;
  /** The point that it is about. */
  readonly at: Point;
  readonly box: Box;
  readonly rem: number;
  readonly opened: string | null;
  readonly open: (id: string) => void;
}

/** In rem. */
export const chartSize = { width: 10.5, height: 7.4 };
const textSize = 0.72;

/** The figures of one place as bars, each of which opens the report that prints it. */
export function ChartMark({ chart, name, at: [x, y], box: [left, top, right, bottom], rem, opened, open }: Props) {
  const { figures, measure } = chart;
  const pad = 0.5 * rem;
  const [baseline, high] = [bottom - 1.35 * rem, bottom - top - 4.9 * rem];
  const across = (right - left - 2 * pad) / Math.max(figures.length, 4);
  const most = figures.reduce((a, b) => (b.value > a.value ? b : a));
  const end: Point = [Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom)];
  return (
    <g class="chart" role="group" aria-label={`${name}: ${measure}`}>
      <line class="leader" x1={x} y1={y} x2={end[0]} y2={end[1]} />
      <rect class="card" x={left} y={top} width={right - left} height={bottom - top} rx={4} />
      <text x={left + pad} y={top + 1.15 * rem} class="place">
        {name}
      </text>
      <text x={left + pad} y={top + 2.2 * rem}>
        {shortened(measure, right - left - 2 * pad, textSize * rem)}
        <title>{measure}</title>
      </text>
      {figures.map((figure, i) => {
        const tall = Math.max((figure.value / chart.top) * high, 1);
        const [barX, barY] = [left + pad + i * across, baseline - tall];
        const says = `${periodWords(figure)}: ${valueWords(figure)}`;
        return (
          <g
            key={figure.id}
            class={`figure ${opened === figure.id ? 'chosen' : ''} ${figure.isAtLeast ? 'least' : ''}`}
            role="button"
            tabindex={0}
            aria-label={says}
            aria-pressed={opened === figure.id}
            onClick={() => open(figure.id)}
            onKeyDown={onKey(() => open(figure.id))}
          >
            <title>{says}</title>
            <rect class="reach" x={barX} y={baseline - high} width={across} height={high + 1.2 * rem} />
            <rect class="value" x={barX + 1} y={barY} width={Math.max(across - 2, 1)} height={tall} />
            {figure === most && (
              <text x={barX + across / 2} y={barY - 0.25 * rem} text-anchor={i === 0 ? 'start' : i < figures.length - 1 ? 'middle' : 'end'}>
                {`${figure.isAtLeast ? '≥ ' : ''}${shortNumber(figure.value)}`}
              </text>
            )}
          </g>
        );
      })}
      <line class="base" x1={left + pad} y1={baseline} x2={right - pad} y2={baseline} />
      <text x={left + pad} y={bottom - 0.35 * rem}>
        {figures[0]!.from}
      </text>
      {figures.length > 1 && (
        <text x={left + pad + across * figures.length} y={bottom - 0.35 * rem} text-anchor="end">
          {figures.at(-1)!.to}
        </text>
      )}
    </g>
  );
}
