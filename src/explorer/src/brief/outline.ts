import { nameKeys, shown } from '../graph/values';
import { lineWords } from '../graph/words';
import type { LineType } from '../graph/graph';
import { keyOf } from '../questions/answer';
import { words } from '../questions/question';

/** A line of an outline, with what is under it. */
export interface Item {
  readonly text: string;
  readonly items: readonly Item[];
}

type Data = Record<string, unknown>;
const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
/** What only draws the answer, and the evidence, which has its own place. */
const unseen = new Set(['id', '__typename', 'cursor', 'pageInfo', 'evidence', 'contested', 'displayName']);
const longestLine = 160;
const ofLine = new Set(['type', 'from', 'to']);

type NameOf = (id: string) => string;

/** An answer as it was asked, as text. */
export const outline = (data: Data, nameOf: NameOf): Item[] =>
  Object.entries(data).flatMap(([key, value]) => (unseen.has(key) ? [] : itemsOf(words(key), value, nameOf)));

function itemsOf(label: string, value: unknown, nameOf: NameOf): Item[] {
  if (value === null || value === undefined || value === '') return [];
  if (!isObject(value) && !Array.isArray(value)) return [{ text: `${label}: ${shown(value, nameOf)}`, items: [] }];
  const list = listOf(value);
  if (!list) {
    const { text, items } = itemOf(value as Data, nameOf);
    return text ? [{ text: `${label}: ${text}`, items }] : items.length > 0 ? [short(label, items)] : [];
  }
  const [plain, rows] = [list.filter((each) => !isObject(each)), list.filter(isObject).map((each) => itemOf(each, nameOf))];
  if (plain.length > 0) return [{ text: `${label}: ${plain.map((each) => shown(each, nameOf)).join(', ')}`, items: [] }];
  if (rows.length === 0) return [];
  // A list of names alone takes one line.
  return rows.every((row) => row.items.length === 0)
    ? [{ text: `${label}: ${[...new Set(rows.map((row) => row.text))].join(', ')}`, items: [] }]
    : [{ text: label, items: rows }];
}

/** A connection is its list. */
function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  const { edges, nodes } = value as Data;
  return Array.isArray(edges) ? edges : Array.isArray(nodes) ? nodes : null;
}

/** An edge is called as its node, a group of a count by what it has in common, a relationship by what it says. */
function itemOf(value: Data, nameOf: NameOf): Item {
  const { node, key, ...own } = value;
  const all: Data = { ...(isObject(node) ? node : {}), ...own };
  const line = keyOf(all);
  const name = nameKeys.find((each) => typeof all[each] === 'string');
  const common = isObject(key) ? Object.values(key).map((each) => (isObject(each) ? itemOf(each, nameOf).text : shown(each, nameOf))) : [];
  const text = line
    ? `${itemOf(all.from as Data, nameOf).text} ${lineWords[all.type as LineType]} ${itemOf(all.to as Data, nameOf).text}`
    : [...common, ...(name ? [String(all[name])] : [])].join(', ');
  const rest = Object.entries(all).filter(([each]) => each !== name && !(line && ofLine.has(each)));
  return short(text, outline(Object.fromEntries(rest), nameOf));
}

/** Facts that have nothing under them follow the name on its line, as long as that is a line. */
function short(name: string, items: readonly Item[]): Item {
  const facts = items.filter((item) => item.items.length === 0).map((item) => item.text);
  const text = [name, facts.join(' · ')].filter(Boolean).join(' — ');
  return name === '' || text.length > longestLine ? { text: name, items } : { text, items: items.filter((item) => item.items.length > 0) };
}
