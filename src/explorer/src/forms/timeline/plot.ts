import * as Plot from '@observablehq/plot';
import { fainter, type Theme } from '../../picture/marks';
import { hue, shape } from '../chart/colors';
import type { Lane, Placed } from './entries';

interface Drawing {
  readonly placed: readonly Placed[];
  readonly lanes: readonly Lane[];
  readonly rows: number;
  readonly theme: Theme;
  readonly width: number;
  readonly scale: number;
}

const rowHeight = 19;

/** Lanes with the days as dots and all that takes time as bars. What is not known exactly is faint and has a broken outline. */
export function plot({ placed, lanes, rows, theme, width, scale }: Drawing) {
  const color = hue(0, theme);
  const bar = {
    x1: (each: Placed) => each.start,
    x2: (each: Placed) => each.end,
    y1: (each: Placed) => each.row + 0.18,
    y2: (each: Placed) => each.row + 0.82,
    rx: 3,
    stroke: color,
    className: 'point',
  };
  const happenings = [...new Set(placed.filter((each) => each.isDay).map(({ entry }) => entry.what))];
  const isTold = lanes.some(({ name }) => happenings.includes(name));
  const isExact = ({ entry, isOpen }: Placed) => entry.isSpan && !isOpen;
  return Plot.plot({
    className: 'plot',
    width,
    height: (rows * rowHeight + 56) * scale,
    marginTop: 40 * scale,
    marginBottom: 16 * scale,
    marginLeft: 12 * scale,
    marginRight: 16 * scale,
    x: {
      type: 'utc',
      label: null,
      axis: 'top',
      grid: true,
      ticks: Math.max(2, Math.floor(width / (90 * scale))),
      insetLeft: 8,
      insetRight: 8,
    },
    // What happened is told by the lane, or else by the shape.
    symbol: isTold
      ? undefined
      : ({
          domain: happenings,
          range: happenings.map((_, i) => shape(i)),
          legend: happenings.length > 1,
          fill: color,
        } as Plot.ScaleOptions),
    y: { type: 'linear', domain: [0, rows], reverse: true, axis: null },
    marks: [
      Plot.ruleY(
        lanes.filter(({ row }) => row > 0),
        { y: 'row', strokeOpacity: 0.2 },
      ),
      Plot.text(lanes, { y: (lane: Lane) => lane.row + 0.5, frameAnchor: 'left', textAnchor: 'start', text: 'name', fontWeight: 600 }),
      Plot.rect(placed, { ...bar, fill: color, filter: isExact }),
      Plot.rect(placed, {
        ...bar,
        fill: fainter(fainter(color, theme), theme),
        strokeDasharray: '3 2',
        filter: (each) => !each.isDay && !isExact(each),
      }),
      Plot.dot(placed, {
        x: (each: Placed) => each.start,
        y: (each: Placed) => each.row + 0.5,
        r: 5.5 * scale,
        symbol: isTold ? undefined : ({ entry }: Placed) => entry.what,
        fill: color,
        stroke: theme.paper,
        className: 'point',
        filter: (each) => each.isDay,
      }),
    ],
  });
}
