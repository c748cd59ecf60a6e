import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AskError, EvidenceLens } from '../api/client';
import type { CorroboratedFragment } from '../generated/graphql';
import { count, dateWords } from '../graph/words';
import { Explained } from './Explained';

export interface PanelProps {
  readonly date: string | null;
  /** The evidence that counts. */
  readonly evidence: EvidenceLens;
  readonly open: (id: string | null) => void;
  readonly retry: number;
}

export interface LineProps extends PanelProps {
  /** What a node is called as far as the picture knows, until its answer is there; else an ellipsis. */
  readonly nameOf: (id: string) => string;
  /** Whether the picture has it as presumed. */
  readonly isPresumed: boolean;
}

/** Asks, and asks again when what it depends on changes; keeps the old answer until the new one is there. */
export function useAnswer<T>(make: () => Promise<T>, on: readonly unknown[]): { answer: T | null; error: AskError | null } {
  const [state, setState] = useState<{ answer: T | null; error: AskError | null }>({ answer: null, error: null });
  useEffect(() => {
    let isStale = false;
    make().then(
      (answer) => {
        if (!isStale) setState({ answer, error: null });
      },
      (error: AskError) => {
        if (!isStale) setState({ answer: null, error });
      },
    );
    return () => {
      isStale = true;
    };
  }, on);
  return state;
}

export function PanelFrame({
  kind,
  title,
  children,
  close,
}: {
  kind: string;
  title: ComponentChildren;
  children: ComponentChildren;
  close: () => void;
}) {
  // From anywhere, except where something that is open closes first.
  useEffect(() => {
    const follow = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.defaultPrevented && !document.querySelector('dialog[open]')) close();
    };
    addEventListener('keydown', follow);
    return () => removeEventListener('keydown', follow);
  });
  return (
    <aside class="panel" aria-labelledby="panel-title">
      <header>
        <p class="kind">{kind}</p>
        <button type="button" class="close" aria-label="Close the evidence" onClick={close}>
          ×
        </button>
        <h2 id="panel-title" tabIndex={-1}>
          {title}
        </h2>
      </header>
      {children}
    </aside>
  );
}

export const Waiting = ({ error }: { error: AskError | null }) =>
  error ? (
    <p class="note" role="alert">
      {error.message}
    </p>
  ) : (
    <p class="note" aria-busy="true">
      Loading …
    </p>
  );

export const Corroboration = ({ of }: { of: CorroboratedFragment }) => (
  <p class="corroboration">
    <b>
      <Explained text={count(of.independentOrigins, 'independent origin')} />
    </b>{' '}
    · {count(of.reports, 'report')} · {count(of.outlets, 'outlet')}
    {of.firstReportedOn && <> · first reported {dateWords(of.firstReportedOn)}</>}
  </p>
);

export const NameButton = ({ id, name, open }: { id: string; name: string; open: (id: string) => void }) => (
  <button type="button" class="link" onClick={() => open(id)}>
    <bdi>{name}</bdi>
  </button>
);
