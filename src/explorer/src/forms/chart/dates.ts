import { lastDay } from '../../graph/words';

/** How exactly a date is known, and so what it can be compared with. */
export type Grain = 'year' | 'month' | 'day';

export const grainOf = (date: string): Grain => (date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day');

const dayMs = 86_400_000;

export const startOf = (date: string) => new Date(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`);

/** The moment at which the period of a date is over. */
export const endOf = (date: string) => new Date(new Date(`${lastDay(date)}T00:00:00Z`).getTime() + dayMs);

/** Whether nothing lies between the end of one period and the start of the next. */
export const follows = (next: string, previous: string) => startOf(next).getTime() <= endOf(previous).getTime();

export const daysBetween = (from: string, to: string) => Math.round((startOf(to).getTime() - endOf(from).getTime()) / dayMs);
