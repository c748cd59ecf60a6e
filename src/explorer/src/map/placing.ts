import { Boxes, lengthIn, within, type Box, type Point } from '../picture/boxes';
import { fontFamily, widthOf } from '../picture/labels';
import type { Curve } from './curve';

/** Where a text stands by its mark. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

type Place = readonly [Label, Box];

export interface Marked {
  readonly id: string;
  readonly name: string;
  readonly at: Point;
}

/** In rem, of what is written on the map. */
export const nameSize = 0.82;
export const remarkSize = 0.74;

const widthIn = (text: string, size: number) => widthOf(text, `${size}px ${fontFamily}`);

/** As much of a text as is not wider than this. */
export function shortened(text: string, width: number, size: number): string {
  if (widthIn(text, size) <= width) return text;
  let length = text.length;
  while (length > 1 && widthIn(`${text.slice(0, length)}…`, size) > width) length--;
  return `${text.slice(0, length).trimEnd()}…`;
}

/** Finds room on a map: what comes first has it, what finds none is left out. */
export class Placing {
  private readonly taken = new Boxes();
  private readonly sight: Box;

  constructor(
    width: number,
    height: number,
    private readonly rem: number,
    private readonly curves: readonly Curve[],
  ) {
    this.sight = [4, 4, width - 4, height - 4];
  }

  /** Keeps marks free. */
  mark([x, y]: Point, radius: number) {
    this.taken.add([x - radius, y - radius, x + radius, y + radius]);
  }

  /** Room for a name on the side of its mark where the least of the arcs runs. */
  name({ name, at: [x, y] }: Marked, radius: number): Label | null {
    const size = nameSize * this.rem;
    const [w, h, gap] = [widthIn(name, size), size * 1.25, radius + 3];
    const beside = (side: 1 | -1, out: number, down: number): Place => {
      const start = x + side * out;
      return [
        { x: start, y: y + down + size * 0.35, anchor: side > 0 ? 'start' : 'end' },
        [Math.min(start, start + side * w), y + down - h / 2, Math.max(start, start + side * w), y + down + h / 2],
      ];
    };
    const [near, off] = [radius * 0.8 + 2, radius + h / 2];
    const places: Place[] = [
      beside(1, gap, 0),
      beside(-1, gap, 0),
      [{ x, y: y + gap + size * 0.85, anchor: 'middle' }, [x - w / 2, y + gap, x + w / 2, y + gap + h]],
      [{ x, y: y - gap - size * 0.25, anchor: 'middle' }, [x - w / 2, y - gap - h, x + w / 2, y - gap]],
      beside(1, near, off),
      beside(-1, near, off),
      beside(1, near, -off),
      beside(-1, near, -off),
    ];
    return this.best(places);
  }

  /** Room for what an arc says, at its middle. */
  remark(text: string, [x, y]: Point): Label | null {
    const size = remarkSize * this.rem;
    const half = widthIn(text, size) / 2;
    return this.best([[{ x, y: y + size * 0.35, anchor: 'middle' }, [x - half, y - size * 0.6, x + half, y + size * 0.6]]]);
  }

  /** The free room of this size that is nearest to a point; the whole map is searched. */
  chart([x, y]: Point, width: number, height: number): Box | null {
    const step = 12;
    const [left, top, right, bottom] = this.sight;
    let best: Box | null = null;
    let least = Infinity;
    for (let atX = left; atX + width <= right; atX += step)
      for (let atY = top; atY + height <= bottom; atY += step) {
        const box: Box = [atX, atY, atX + width, atY + height];
        const distance = Math.hypot(Math.max(atX - x, 0, x - box[2]), Math.max(atY - y, 0, y - box[3]));
        if (distance >= least || this.taken.hits(box)) continue;
        [best, least] = [box, distance];
      }
    if (best) this.taken.add([best[0] - 4, best[1] - 4, best[2] + 4, best[3] + 4]);
    return best;
  }

  private best(places: readonly Place[]): Label | null {
    const [place] = places
      .filter(([, box]) => within(box, this.sight) && !this.taken.hits(box))
      .map(([label, box]) => ({ label, box, covered: this.lengthOfArcsIn(box) }))
      .sort((a, b) => a.covered - b.covered);
    if (!place) return null;
    this.taken.add(place.box);
    return place.label;
  }

  private lengthOfArcsIn(box: Box): number {
    return this.curves.reduce(
      (sum, { points }) => sum + points.slice(1).reduce((along, point, i) => along + lengthIn(box, points[i]!, point), 0),
      0,
    );
  }
}
