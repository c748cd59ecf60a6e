import { enums } from '../questions/shape';
import { isDate } from '../view/view';
import { dateWords, enumWords } from './words';

const members = new Set(Object.values(enums).flat());

/** A value of an answer in words: dates, numbers and the members of enums as a reader writes them. */
export function valueWords(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en');
  const text = String(value);
  return isDate(text) && text.length > 4 ? dateWords(text) : members.has(text) ? enumWords(text) : text;
}

/** The fields that name a node, as far as a type has them. */
export const nameKeys: readonly string[] = ['name', 'title', 'statement', 'measure', 'displayName'];
