import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { NamedDocument } from '../generated/graphql';
import { nameOf } from '../graph/graph';

/** What these are called: nothing while that is asked for, the id where it cannot be known. */
export function useNames(ids: readonly string[]): (id: string) => string {
  const [names, setNames] = useState<ReadonlyMap<string, string> | null>(null);
  useEffect(() => {
    let isStale = false;
    if (ids.length > 0)
      ask(NamedDocument, { ids: [...ids] }).then(
        ({ nodes }) => {
          if (!isStale) setNames(new Map(nodes.filter((node) => node !== null).map((node) => [node.id, nameOf(node)])));
        },
        () => {
          if (!isStale) setNames(new Map());
        },
      );
    return () => {
      isStale = true;
    };
  }, [ids.join()]);
  return (id) => (names ? (names.get(id) ?? id) : '');
}
