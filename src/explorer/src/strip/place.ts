import { dateOf, dayOf, today } from '../graph/timeline';
import type { Administration } from './administrations';
import type { Relation, Row, Span, Strip } from './spans';

/** A span where it is drawn, in pixels. */
export interface Bar {
  readonly key: string;
  readonly row: Row;
  readonly span: Span;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether its name stands above it. */
  readonly isNamed: boolean;
  /** So much of it is known; the rest is presumed. */
  readonly solid: number;
  /** Whether no end is known. */
  readonly isOpen: boolean;
}

export interface Placed {
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly titles: readonly { readonly row: Row; readonly y: number }[];
  readonly arrows: readonly { readonly relation: Relation; readonly path: string }[];
  readonly bands: readonly { readonly of: Administration; readonly x: number; readonly width: number; readonly room: number }[];
  readonly years: readonly { readonly year: number; readonly x: number }[];
  at(day: number): number;
}

export interface Room {
  readonly width: number;
  /** Pixels of the page for one pixel of the drawing. */
  readonly scale: number;
  /** With several bars on a line, where the row has a name. */
  readonly isSmall: boolean;
}

/** In pixels: what the name above a bar takes. */
const nameHeight = 13;
const between = 2;
const margin = 0.015;

/** Where all of the strip stands. The dates that are chosen always lie within it. */
export function place(strip: Strip, dates: readonly number[], { width, scale, isSmall }: Room): Placed {
  const now = dayOf(today());
  const spans = strip.rows.flatMap((row) => row.spans);
  const days = [...spans.flatMap(({ from, to }) => [from, to]).filter((day) => day !== null), now, ...dates];
  const [least, most] = [Math.min(...days), Math.max(...days)];
  const [first, last] = [least - (most - least) * margin, most + (most - least) * margin];
  const at = (day: number) => Math.round(((day - first) / (last - first)) * width * 10) / 10;
  const [high, gap, title] = [7 * scale, (isSmall ? 2 : 4) * scale, (isSmall ? 15 : 20) * scale];

  const bars: Bar[] = [];
  const titles: { row: Row; y: number }[] = [];
  let y = 0;
  for (const row of strip.rows) {
    if (row.name !== null) {
      titles.push({ row, y: y + title * 0.75 });
      y += title;
    }
    // In a small strip a row has a name, or else its bars do.
    const isNamed = !isSmall || row.name === null;
    const above = isNamed ? nameHeight * scale : 0;
    const ends: number[] = [];
    for (const span of row.spans) {
      const from = span.from === null ? 0 : at(span.from);
      const to = Math.max(at(span.to ?? Math.max(now, span.from ?? now)), from + 3 * scale);
      const free = !isNamed ? ends.findIndex((end) => end + between * scale < from) : -1;
      const lane = free === -1 ? ends.length : free;
      ends[lane] = to;
      const solid = span.to !== null ? to : span.known === null ? from : Math.min(Math.max(at(span.known), from), to);
      bars.push({
        key: `${row.key} ${span.id}`,
        row,
        span,
        x: from,
        y: y + lane * (above + high + gap) + above,
        width: to - from,
        height: high,
        isNamed,
        solid: solid - from,
        isOpen: span.to === null,
      });
    }
    y += ends.length * (above + high + gap) + 2 * gap;
  }
  return {
    height: y,
    bars,
    titles,
    arrows: strip.relations.flatMap((relation) => arrowsOf(relation, bars)),
    bands: bandsOf(strip.administrations, at, last, width),
    years: yearsOf(first, last, at, width / scale),
    at,
  };
}

/** From the start of the one to the end of the other: in the same row where both stand there. */
function arrowsOf(relation: Relation, bars: readonly Bar[]): { relation: Relation; path: string }[] {
  const sources = bars.filter((bar) => bar.span.id === relation.from);
  return bars
    .filter((bar) => bar.span.id === relation.to)
    .flatMap((target) => {
      const source = sources.find((bar) => bar.row === target.row) ?? sources[0];
      if (!source) return [];
      const [startY, endY] = [source.y + source.height / 2, target.y + target.height / 2];
      const endX = target.isOpen ? Math.max(target.x, Math.min(source.x, target.x + target.width)) : target.x + target.width;
      const middle = (startY + endY) / 2;
      return [{ relation, path: `M${source.x} ${startY}C${source.x} ${middle} ${endX} ${middle} ${endX} ${endY}` }];
    });
}

/** Administrations in their order, each with the room that its name has until the next. */
function bandsOf(administrations: readonly Administration[], at: (day: number) => number, last: number, width: number): Placed['bands'] {
  const placed = administrations
    .flatMap((of) => {
      const start = of.from ?? of.seen[0] ?? (of.to === null ? null : -Infinity);
      if (start === null) return [];
      const x = Math.max(0, at(start));
      const end = of.to ?? (of.from === null ? (of.seen.at(-1) ?? start) : last);
      return [{ of, x, width: Math.max(0, Math.min(width, at(end)) - x), isInside: at(end) >= 0 && at(start) <= width }];
    })
    .filter((band) => band.isInside)
    .sort((a, b) => a.x - b.x);
  return placed.map(({ of, x, width: wide }, i) => ({ of, x, width: wide, room: (placed[i + 1]?.x ?? width) - x }));
}

/** The first days of years, as many as have room for their numbers. */
function yearsOf(first: number, last: number, at: (day: number) => number, width: number): Placed['years'] {
  const [from, to] = [Number(dateOf(Math.ceil(first)).slice(0, 4)) + 1, Number(dateOf(Math.floor(last)).slice(0, 4))];
  const step = [1, 2, 5, 10, 20].find((each) => (width * each) / Math.max(1, to - from + 1) >= 44) ?? 50;
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
    .filter((year) => year % step === 0)
    .map((year) => ({ year, x: at(dayOf(String(year))) }));
}
