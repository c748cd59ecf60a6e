import { enums, nodeTypeNamed } from '../questions/shape';
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

/** Ids begin with what the node is; an instrument's with what both its types are called. */
export const isId = (value: unknown): value is string => {
  const prefix = typeof value === 'string' ? /^([a-z]+):\S+$/.exec(value)?.[1] : null;
  return !!prefix && (prefix === 'instrument' || nodeTypeNamed(prefix) !== null);
};

/** The ids of an answer, wherever they stand. */
export function idsIn(value: unknown): string[] {
  if (isId(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

/** A value in words; an id is called by the name of its node. */
export const shown = (value: unknown, nameOf: (id: string) => string): string => (isId(value) ? nameOf(value) : valueWords(value));
