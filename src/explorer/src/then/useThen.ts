import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AskError } from '../api/client';
import { load, type Scene } from '../graph/load';
import type { Loaded } from '../scene';
import type { View } from '../view/view';
import { differenceOf, type Difference } from './difference';
import { unite } from './unite';

export interface Compared {
  /** What is shown: of one date, or of both. */
  readonly scene: Scene | null;
  readonly difference: Difference | null;
  readonly isLoading: boolean;
  /** Why there is nothing to compare with. */
  readonly error: AskError | null;
  /** The date on which a node or line is there: its evidence is that of this date. */
  dateOf(id: string): string | null;
}

interface Other {
  /** What was asked, and of which question and steps. */
  readonly key: string;
  readonly subject: string;
  readonly scene: Scene | null;
  readonly error: AskError | null;
}

/** The scene together with that of the date that the view compares it with. */
export function useThen(view: View, { question, scene: now, isLoading, retry }: Loaded): Compared {
  const [other, setOther] = useState<Other | null>(null);
  const subject = JSON.stringify([question?.name, view.variables, view.steps]);
  const isWanted = view.compare !== null && now !== null && now.date !== null;
  const key = isWanted ? `${view.compare} ${subject} ${retry}` : '';
  useEffect(() => {
    let isStale = false;
    if (key === '') return;
    const arrive = (scene: Scene | null, error: AskError | null) => {
      if (!isStale) setOther({ key, subject, scene, error });
    };
    load({ ...view, date: view.compare }, question).then(
      (scene) => arrive(scene, null),
      (error: AskError) => arrive(null, error),
    );
    return () => {
      isStale = true;
    };
  }, [key]);

  const then = isWanted && other?.subject === subject ? other : null;
  const made = useMemo(() => compare(now, then?.scene ?? null), [now, then]);
  // While either of the two is on its way, what is shown stays of one pair.
  const shown = useRef(made);
  const isWaiting = isLoading || (isWanted && other?.key !== key);
  if (!isWaiting || shown.current.scene === null) shown.current = made;
  return { ...shown.current, isLoading: isWaiting, error: then?.error ?? null };
}

function compare(now: Scene | null, then: Scene | null): Omit<Compared, 'isLoading' | 'error'> {
  if (now?.date == null || then?.date == null || now.date === then.date)
    return { scene: now, difference: null, dateOf: () => now?.date ?? null };
  const difference = differenceOf({ ...now, date: now.date }, { ...then, date: then.date });
  const isOnlyThen = (id: string) => (then.nodes.has(id) || then.lines.has(id)) && !now.nodes.has(id) && !now.lines.has(id);
  return { scene: unite(now, then, difference), difference, dateOf: (id) => (isOnlyThen(id) ? then.date : now.date) };
}
