import type { Scene } from '../../graph/load';
import { valueWords } from '../../graph/values';
import { dateWords, spanWords } from '../../graph/words';
import { endOf, grainOf, startOf } from '../chart/dates';
import { drawn, idOf, textOf, type Row } from '../data/fields';

/** Something that happened on a date, or held from one date to another. */
export interface Entry {
  readonly lane: string;
  /** What happened. */
  readonly what: string;
  readonly label: string;
  readonly detail: string | null;
  readonly id: string | null;
  /** As the answer has them; null where it has none. */
  readonly since: string | null;
  readonly until: string | null;
  readonly isSpan: boolean;
}

/** An entry where it is drawn. An end that is not known is that of the chart. */
export interface Placed {
  readonly entry: Entry;
  readonly start: Date;
  readonly end: Date;
  /** A day, drawn as a dot. Everything else takes time. */
  readonly isDay: boolean;
  readonly isOpen: boolean;
  /** From above, in rows. */
  readonly row: number;
}

export interface Lane {
  readonly name: string;
  readonly row: number;
}

const parts = ['label', 'lane', 'what', 'detail', 'until'] as const;
type Part = 'on' | 'since' | (typeof parts)[number];

/** The entries that a question's header names: days by `on`, spans by `since` and `until`. By date; those without any are last. */
export function entriesOf(scene: Scene): Entry[] {
  const days = drawn<Part>(scene, 'on', parts).flatMap(({ rows, titles }) =>
    rows.flatMap((row) => (row.on.length > 0 ? [entry(row, titles.on, textOf(row.on), textOf(row.on), false)] : [])),
  );
  const spans = drawn<Part>(scene, 'since', parts).flatMap(({ rows, titles }) =>
    rows.flatMap((row) =>
      row.since.length > 0 || row.until.length > 0 ? [entry(row, titles.since, textOf(row.since), textOf(row.until), true)] : [],
    ),
  );
  return [...days, ...spans].sort((a, b) => (a.since ?? a.until ?? '').localeCompare(b.since ?? b.until ?? ''));
}

function entry(row: Row<Part>, title: string, since: string | null, until: string | null, isSpan: boolean): Entry {
  const what = row.what[0] ? valueWords(row.what[0].value) : title;
  const label = row.label[0] ? valueWords(row.label[0].value) : what;
  const detail = row.detail.map(({ value }) => valueWords(value)).join(', ');
  return {
    lane: row.lane[0] ? valueWords(row.lane[0].value) : what,
    what,
    label,
    detail: detail === label ? null : detail || null,
    id: idOf(row.label, row.on ?? [], row.since ?? []),
    since,
    until,
    isSpan,
  };
}

export const saysOf = ({ what, label, detail, since, until, isSpan }: Entry) =>
  [isSpan ? spanWords(since, until) : dateWords(since!), what, label, detail]
    .filter((part, i, all) => part && all.indexOf(part) === i)
    .join(', ');

/** The share of the whole time that a dot takes: entries that are nearer are drawn below each other. */
const dot = 0.03;

/** Lanes below each other, each with as many rows as its entries need. */
export function place(entries: readonly Entry[]): { placed: Placed[]; lanes: Lane[]; rows: number } {
  const known = entries.flatMap(({ since, until }) => [since, until].filter((date) => date !== null));
  const first = new Date(Math.min(...known.map((date) => startOf(date).getTime())));
  const end = Math.max(...known.map((date) => endOf(date).getTime()));
  const room = (end - first.getTime()) * dot;
  // What has no end reaches beyond all that has one.
  const last = new Date(entries.some((each) => each.isSpan && each.until === null) ? end + 2 * room : end);
  const placed: Placed[] = [];
  const lanes: Lane[] = [];
  let row = 0;
  for (const [name, some] of Map.groupBy(entries, (each) => each.lane)) {
    lanes.push({ name, row });
    const ends: number[] = [];
    for (const each of some) {
      const isDay = !each.isSpan && grainOf(each.since!) === 'day';
      const start = each.since === null ? first : startOf(each.since);
      const end = each.until === null ? last : endOf(each.until);
      const free = ends.findIndex((taken) => taken <= start.getTime());
      const at = free === -1 ? ends.length : free;
      ends[at] = isDay ? start.getTime() + room : Math.max(end.getTime(), start.getTime() + room);
      placed.push({ entry: each, start, end, isDay, isOpen: each.since === null || each.until === null, row: row + 1 + at });
    }
    row += 1 + ends.length;
  }
  return { placed, lanes, rows: row };
}
