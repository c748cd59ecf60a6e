import { saveFile } from '../components/file';
import type { Scene } from '../graph/load';
import { isDate, start, write, type Step, type View } from '../view/view';

const mostPicked = 500;
const suffix = '.collection.json';

/** Nodes that are picked, with others: one alone that is picked already is left out. */
export function pickedWith(picked: readonly string[], ids: readonly string[]): string[] {
  const [only, ...others] = ids;
  if (only && others.length === 0 && picked.includes(only)) return picked.filter((id) => id !== only);
  return [...new Set([...picked, ...ids])].slice(0, mostPicked);
}

/** The picked nodes alone, with the lines between them. */
export const onlyPicked = (view: View, date: string | null): View => ({
  ...start,
  question: null,
  date,
  steps: view.picked.map((id): Step => ({ does: 'add', id })),
  picked: view.picked,
  collection: view.collection,
});

/** Saves the collection as a file, with the address that opens it too. */
export function saveCollection(view: View, scene: Scene, nameOf: (id: string) => string): string {
  const { name, notes } = view.collection;
  const content = {
    collection: name,
    notes,
    date: scene.date,
    graph: scene.version,
    nodes: view.picked.map((id) => ({ id, name: nameOf(id) })),
    link: `${location.origin}${location.pathname}${write(onlyPicked(view, scene.date))}`,
  };
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return saveFile(`${slug || 'nodes'}${suffix}`, new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
}

/** The view of a file; null for a file that is no collection. */
export function readCollection(text: string): View | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof content !== 'object' || content === null) return null;
  const { collection, notes, date, nodes } = content as Record<string, unknown>;
  if (typeof collection !== 'string' || !Array.isArray(nodes)) return null;
  const ids = nodes.flatMap((node: unknown) =>
    typeof node === 'object' && node !== null && 'id' in node && typeof node.id === 'string' ? [node.id] : [],
  );
  const picked = [...new Set(ids)].slice(0, mostPicked);
  if (picked.length === 0) return null;
  const view = { ...start, picked, collection: { name: collection, notes: typeof notes === 'string' ? notes : '' } };
  return onlyPicked(view, typeof date === 'string' && isDate(date) ? date : null);
}

/** Asks for a file, and shows what is in it. */
export function openCollection(go: (view: View) => void, tell: (what: string) => void) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (!file) return;
    const view = readCollection(await file.text());
    if (view) go(view);
    else tell(`${file.name} is not a collection.`);
  });
  input.click();
}
