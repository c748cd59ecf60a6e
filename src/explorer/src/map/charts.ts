import { dateWords, lastDay } from '../graph/words';
import { dayOf } from '../graph/timeline';
import type { Figure } from './sites';

/** The figures of one measure at one site, first to last. */
export interface Chart {
  readonly key: string;
  readonly site: string;
  readonly measure: string;
  readonly unit: string;
  readonly figures: readonly Figure[];
  /** The value at the top: the same for all charts of one unit and one length of period, so that they can be compared. */
  readonly top: number;
}

/** Small charts of all figures that can be placed. */
export function chartsOf(figures: readonly Figure[]): Chart[] {
  const groups = Map.groupBy(figures, (each) => `${each.site} ${scaleOf(each)} ${each.measure}`);
  const tops = new Map<string, number>();
  for (const each of figures) tops.set(scaleOf(each), Math.max(tops.get(scaleOf(each)) ?? 0, each.value));
  return [...groups].map(([key, group]) => ({
    key,
    site: group[0]!.site,
    measure: group[0]!.measure,
    unit: group[0]!.unit,
    figures: group.toSorted((a, b) => dayOf(a.from) - dayOf(b.from)),
    top: tops.get(scaleOf(group[0]!))!,
  }));
}

const scaleOf = ({ unit, from, to }: Figure) => `${unit} ${lengthOf(from, to)}`;

/** A day, a month and a year are not drawn to one scale. */
function lengthOf(from: string, to: string): 'day' | 'month' | 'year' | 'years' {
  const days = dayOf(lastDay(to)) - dayOf(from) + 1;
  return days <= 1 ? 'day' : days <= 31 ? 'month' : days <= 366 ? 'year' : 'years';
}

export const periodWords = ({ from, to }: Figure) => (from === to ? dateWords(from) : `${dateWords(from)} – ${dateWords(to)}`);

export const valueWords = ({ value, isAtLeast, unit }: Figure) =>
  `${isAtLeast ? 'at least ' : ''}${value.toLocaleString('en')}${unit && ` ${unit}`}`;

/** 520000: 520k. */
export const shortNumber = (value: number) => value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
