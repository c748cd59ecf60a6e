import { useEffect, useState } from 'preact/hooks';
import { read, write, type View } from './view';

/** Moves between views by the browser's own history, so that undo is back and a link is the view. */
export interface Navigation {
  readonly view: View;
  /** How many changes can be undone without leaving the page. */
  readonly undoable: number;
  /** Goes to the view with these changes, as a step that can be undone. */
  go(change: Partial<View>): void;
  /** The same without a step of its own: for what changes many times in one gesture. */
  adjust(change: Partial<View>): void;
  undo(): void;
}

/** A citation is of one answer: it ends with the question, its values, its date and what was added to it. */
const asksOther = (view: View, change: Partial<View>) =>
  (['question', 'variables', 'date', 'steps'] as const).some(
    (key) => key in change && JSON.stringify(change[key]) !== JSON.stringify(view[key]),
  );

const depth = () => Number((history.state as { depth?: number } | null)?.depth ?? 0);

export function useNavigation(): Navigation {
  const [now, setNow] = useState(() => ({ view: read(location.hash), undoable: depth() }));
  useEffect(() => {
    const follow = () => setNow({ view: read(location.hash), undoable: depth() });
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener('hashchange', follow);
    };
  }, []);
  const move = (change: Partial<View>, isStep: boolean) => {
    const before = read(location.hash);
    const view = { ...before, ...(asksOther(before, change) && { cite: null }), ...change };
    const address = location.pathname + write(view);
    if (address === location.pathname + location.hash) return;
    if (isStep) history.pushState({ depth: depth() + 1 }, '', address);
    else history.replaceState(history.state, '', address);
    setNow({ view, undoable: depth() });
  };
  return {
    ...now,
    go: (change) => move(change, true),
    adjust: (change) => move(change, false),
    undo: () => {
      if (depth() > 0) history.back();
    },
  };
}
