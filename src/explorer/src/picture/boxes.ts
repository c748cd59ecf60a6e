/** A rectangle in pixels. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];
export type Point = readonly [x: number, y: number];
export const middle = ([left, top, right, bottom]: Box): Point => [(left + right) / 2, (top + bottom) / 2];
export const within = (a: Box, b: Box) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
export const overlap = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** How much of the way from the one point to the other lies in the box (Liang and Barsky's clipping). */
export function lengthIn([left, top, right, bottom]: Box, [x, y]: Point, [toX, toY]: Point): number {
  let [enter, leave] = [0, 1];
  for (const [step, low, high] of [
    [toX - x, left - x, right - x],
    [toY - y, top - y, bottom - y],
  ] as const) {
    if (step === 0) {
      if (low > 0 || high < 0) return 0;
      continue;
    }
    enter = Math.max(enter, Math.min(low / step, high / step));
    leave = Math.min(leave, Math.max(low / step, high / step));
  }
  return Math.max(0, leave - enter) * Math.hypot(toX - x, toY - y);
}

/** Boxes by the cells of a grid that they touch. */
export class Boxes {
  private readonly cells = new Map<string, Box[]>();

  add(box: Box) {
    for (const cell of cellsOf(box)) this.cells.set(cell, [...(this.cells.get(cell) ?? []), box]);
  }

  hits(box: Box): boolean {
    return cellsOf(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)));
  }

  count(box: Box): number {
    return new Set(cellsOf(box).flatMap((cell) => this.cells.get(cell)?.filter((other) => overlap(box, other)) ?? [])).size;
  }
}

function cellsOf([left, top, right, bottom]: Box): string[] {
  const cells: string[] = [];
  for (let x = Math.floor(left / 80); x <= Math.floor(right / 80); x++)
    for (let y = Math.floor(top / 80); y <= Math.floor(bottom / 80); y++) cells.push(`${x}:${y}`);
  return cells;
}
