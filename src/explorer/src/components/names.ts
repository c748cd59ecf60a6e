import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { NamedDocument } from '../generated/graphql';
import { nameOf } from '../graph/graph';

/** As many as a request may name. */
const most = 500;

/** What these are called: nothing while that is asked for, and `unknown` where the graph has no such node. */
export function useNames(ids: readonly string[]): (id: string) => string {
  const [found, setFound] = useState<{ for: string; names: ReadonlyMap<string, string> }>({ for: '', names: new Map() });
  const key = ids.join();
  useEffect(() => {
    let isStale = false;
    if (ids.length > 0)
      ask(NamedDocument, { ids: ids.slice(0, most) }).then(
        ({ nodes }) => {
          if (!isStale)
            setFound({ for: key, names: new Map(nodes.filter((node) => node !== null).map((node) => [node.id, nameOf(node)])) });
        },
        () => {
          if (!isStale) setFound({ for: key, names: new Map() });
        },
      );
    return () => {
      isStale = true;
    };
  }, [key]);
  return (id) => found.names.get(id) ?? (found.for === key ? 'unknown' : '');
}
