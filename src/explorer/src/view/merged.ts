import { useEffect } from 'preact/hooks';
import { ask } from '../api/client';
import { CurrentIdsDocument } from '../generated/graphql';
import type { Scene } from '../graph/load';
import { readLineKey } from '../graph/graph';
import type { Step, View } from './view';

const idsAtOnce = 500;

/** The ids of nodes that an address names. */
function idsOf({ steps, hidden, pins, focus, open, beside, picked }: View): string[] {
  const named = steps.flatMap((step) => (step.does === 'path' ? [step.from, step.to] : [step.id]));
  const single = [focus, open].filter((id) => id !== null && readLineKey(id) === null) as string[];
  return [...new Set([...named, ...hidden, ...Object.keys(pins), ...picked, ...single, ...(beside ?? [])])];
}

/** The view with other ids of its nodes. */
export function withIds(view: View, now: (id: string) => string): Partial<View> {
  const step = (each: Step): Step =>
    each.does === 'path' ? { ...each, from: now(each.from), to: now(each.to) } : { ...each, id: now(each.id) };
  return {
    steps: view.steps.map(step),
    hidden: view.hidden.map(now),
    picked: [...new Set(view.picked.map(now))],
    pins: Object.fromEntries(Object.entries(view.pins).map(([id, at]) => [now(id), at])),
    focus: view.focus && now(view.focus),
    open: view.open && now(view.open),
    beside: view.beside && [now(view.beside[0]), now(view.beside[1])],
  };
}

/** An address may be older than a merge of nodes: then it gets the ids of the nodes that stay. */
export function useMerged(scene: Scene | null, view: View, adjust: (change: Partial<View>) => void) {
  useEffect(() => {
    const unknown = scene
      ? idsOf(view)
          .filter((id) => !scene.nodes.has(id))
          .slice(0, idsAtOnce)
      : [];
    if (unknown.length === 0) return;
    ask(CurrentIdsDocument, { ids: unknown }).then(
      ({ nodes }) => {
        const merged = new Map(unknown.map((id, i) => [id, nodes[i]?.id ?? id]));
        if ([...merged].some(([id, now]) => id !== now)) adjust(withIds(view, (id) => merged.get(id) ?? id));
      },
      () => {
        // What the scene lacks is told where it is shown.
      },
    );
  }, [scene]);
}
