import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Clause } from './clause';
import type { Compared } from './useThen';
import { sentenceOf } from './sentence';

interface Props {
  readonly compared: Compared;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

/** What became of the answer between the two dates, in words that open their evidence. */
export function Sentence({ compared: { scene, difference, error }, open, opened }: Props) {
  const said = useMemo(() => (scene && difference ? sentenceOf(difference, scene) : null), [scene, difference]);
  if (error)
    return (
      <p class="note then" role="alert">
        The other date cannot be compared: {error.message}
      </p>
    );
  if (!said) return null;
  return (
    <p class="then" role="status">
      {said.lead}{' '}
      {said.clauses.length === 0
        ? 'nothing changed in this answer.'
        : said.clauses.map((clause, i) => (
            <Fragment key={i}>
              {i > 0 && '; '}
              <Words {...{ clause, open, opened }} />
            </Fragment>
          ))}
      {said.clauses.length > 0 && '.'}
    </p>
  );
}

/** A clause about one thing is one link; about several, each name is. */
export function Words({ clause, open, opened }: { clause: Clause } & Pick<Props, 'open' | 'opened'>) {
  const linked = clause.filter((part) => typeof part !== 'string');
  const link = (opens: string, text: string) => (
    <button type="button" class="link" aria-pressed={opened === opens} onClick={() => open(opens)}>
      <bdi>{text}</bdi>
    </button>
  );
  if (linked.length === 1) return link(linked[0]!.opens, clause.map((part) => (typeof part === 'string' ? part : part.text)).join(''));
  return (
    <>
      {clause.map((part, i) => (
        <Fragment key={i}>{typeof part === 'string' ? part : link(part.opens, part.text)}</Fragment>
      ))}
    </>
  );
}
