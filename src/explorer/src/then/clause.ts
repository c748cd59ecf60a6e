import { countWords, listed } from './grammar';

/** Words, or words that open the node or line that they are about. */
export type Part = string | { readonly opens: string; readonly text: string };
export type Clause = readonly Part[];

/** The first of them, and how many more there are. */
export function few(parts: readonly Part[], most: number): Part[] {
  const left = parts.length - most;
  return listed(left > 0 ? [...parts.slice(0, most), countWords(left, 'other')] : parts);
}

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
