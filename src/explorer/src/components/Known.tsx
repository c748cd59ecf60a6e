import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { KnownUntilDocument } from '../generated/graphql';
import type { Scene } from '../graph/load';
import { dateWords, lastDay } from '../graph/words';

/** The date of the latest report in the graph: what came after it, nobody has told it. */
export function useKnownUntil(scene: Scene | null): string | null {
  const [until, setUntil] = useState<string | null>(null);
  useEffect(() => {
    ask(KnownUntilDocument, {}).then(
      ({ graph }) => setUntil(graph.knownUntil ?? null),
      () => {},
    );
  }, [scene]);
  return until;
}

/** The part of the axis of time of which the graph knows nothing; `from` is a share in percent. */
export const Unknown = ({ from }: { from: number }) =>
  from < 100 ? (
    <>
      <pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line y2="6" />
      </pattern>
      <rect class="unknown" x={`${Math.max(0, from)}%`} width={`${100 - Math.max(0, from)}%`} height="100%" fill="url(#unknown)" />
    </>
  ) : null;

interface Props {
  readonly date: string | null;
  readonly until: string | null;
  readonly isAsKnown: boolean;
  readonly onAsKnown: (isAsKnown: boolean) => void;
}

/** Until when the graph knows, and whether only what was known on the date counts. */
export function Known({ date, until, isAsKnown, onAsKnown }: Props) {
  return (
    <p class="known">
      <label title="Only what had been published by the date counts, on the whole page">
        <input
          type="checkbox"
          checked={isAsKnown}
          disabled={date === null}
          aria-describedby="known-until"
          onChange={(e) => onAsKnown(e.currentTarget.checked)}
        />
        As known then
      </label>
      {until && (
        <span id="known-until" class={date !== null && lastDay(date) > lastDay(until) ? 'beyond' : ''}>
          {date !== null && lastDay(date) > lastDay(until) ? (
            <>
              The graph knows only until <b>{dateWords(until)}</b>: no report in it is later.
            </>
          ) : (
            `The graph knows until ${dateWords(until)}.`
          )}
        </span>
      )}
    </p>
  );
}
