import type { Point } from '../picture/boxes';

/** An arc as it is drawn. */
export interface Curve {
  /** The line, in the syntax of SVG. */
  readonly line: string;
  /** The tip of the arrow. */
  readonly head: string;
  readonly middle: Point;
  /** Points along the line, for what must not lie on it. */
  readonly points: readonly Point[];
}

/** What a curve is drawn from. */
export interface Way {
  readonly from: Point;
  readonly to: Point;
  readonly width: number;
}

/** Of the distance between the ends: how far an arc swings out to the right, so that the two directions between the same ends lie apart. */
const swing = 0.1;
/** By how much more each next arc swings out that ends at the same point, and all of them together at most. */
const apart = 0.09;
const mostApart = 0.9;
const steps = 16;

/**
 * Curves for all ways. Those that end at one point fan out in the order of the directions from which they come, so that each
 * arrow is seen.
 * @param gap What is left free at both ends for the marks.
 */
export function curvesOf(ways: readonly Way[], gap: number): Curve[] {
  const curves = new Map<Way, Curve>();
  for (const incoming of Map.groupBy(ways, (way) => way.to.join()).values()) {
    const angles = new Map(incoming.map((way) => [way, Math.atan2(way.from[1] - way.to[1], way.from[0] - way.to[0])]));
    const sum = (f: (angle: number) => number) => [...angles.values()].reduce((total, angle) => total + f(angle), 0);
    const mean = Math.atan2(sum(Math.sin), sum(Math.cos));
    const turn = (way: Way) => (angles.get(way)! - mean + 3 * Math.PI) % (2 * Math.PI);
    const step = Math.min(apart, mostApart / incoming.length);
    const spread = gap + Math.min(1.5 * incoming.length, 16);
    incoming
      .toSorted((a, b) => turn(b) - turn(a))
      .forEach((way, i) => curves.set(way, curveOf(way, swing + (i - (incoming.length - 1) / 2) * step, gap, spread)));
  }
  return ways.map((way) => curves.get(way)!);
}

function curveOf({ from, to, width }: Way, out: number, gapAtStart: number, gapAtEnd: number): Curve {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const bend: Point = [(from[0] + to[0]) / 2 - dy * out, (from[1] + to[1]) / 2 + dx * out];
  const tip = towards(to, bend, Math.min(gapAtEnd, Math.hypot(dx, dy) / 3));
  const length = Math.min(7 + 1.3 * width, Math.hypot(dx, dy) / 3);
  const [start, end] = [towards(from, bend, gapAtStart), towards(tip, bend, length)];
  const at = (t: number): Point => [quadratic(start[0], bend[0], end[0], t), quadratic(start[1], bend[1], end[1], t)];
  const half = width / 2 + 3.5;
  const [ux, uy] = unit(end, tip);
  const [left, right]: Point[] = [
    [end[0] - uy * half, end[1] + ux * half],
    [end[0] + uy * half, end[1] - ux * half],
  ];
  return {
    line: `M${round(start)}Q${round(bend)} ${round(end)}`,
    head: `M${round(tip)}L${round(left!)} ${round(right!)}Z`,
    middle: at(0.5),
    points: Array.from({ length: steps + 1 }, (_, i) => at(i / steps)),
  };
}

const quadratic = (a: number, b: number, c: number, t: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;

function unit(from: Point, to: Point): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
}

function towards(from: Point, to: Point, by: number): Point {
  const [x, y] = unit(from, to);
  return [from[0] + x * by, from[1] + y * by];
}

const round = (point: Point) => point.map((n) => Math.round(n * 10) / 10).join(' ');
