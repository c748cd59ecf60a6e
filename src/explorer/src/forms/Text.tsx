import { useMemo } from 'preact/hooks';
import { valueWords } from '../graph/values';
import { drawn, idOf, textOf, type Row } from './data/fields';
import type { Value } from './data/rows';
import type { FormProps } from './form';
import { FormFrame } from './FormFrame';
import { Opens } from './Opens';

const parts = ['by', 'quote', 'note', 'source', 'detail'] as const;
type Part = 'text' | (typeof parts)[number];

const joined = (values: readonly Value[]) => values.map(({ value }) => valueWords(value)).join(', ');

/** Statements to be read: under whose or what they are, with the words of the report, the reasoning and the source. */
export default function Text({ scene, isLoading, actions, view, go }: FormProps) {
  const lists = useMemo(
    () => drawn<Part>(scene, 'text', parts).map((list) => ({ ...list, rows: list.rows.filter((row) => row.text.length > 0) })),
    [scene],
  );
  const isEmpty = lists.every(({ rows }) => rows.length === 0);
  const opens = { open: actions.open, opened: view.open };
  return (
    <FormFrame name="text" {...{ isEmpty, scene, isLoading, go }}>
      {lists.flatMap(({ rows, titles }) =>
        [...Map.groupBy(rows, (row) => joined(row.by))].map(([by, some]) => (
          <section key={`${titles.text} ${by}`}>
            {by && (
              <h3>
                <Opens id={some[0]!.by.length === 1 ? idOf(some[0]!.by) : null} text={by} {...opens} />
              </h3>
            )}
            {some.map((row, i) => (
              <Statement key={i} {...{ row, ...opens }} note={titles.note} />
            ))}
          </section>
        )),
      )}
    </FormFrame>
  );
}

function Statement({ row, note, open, opened }: { row: Row<Part>; note: string; open: (id: string) => void; opened: string | null }) {
  const id = idOf(row.text);
  const source = textOf(row.source);
  return (
    <article>
      {row.quote.map(({ value }, i) => (
        <blockquote key={i} class="quote">
          <bdi>{String(value)}</bdi>
        </blockquote>
      ))}
      <p class={row.quote.length > 0 ? 'said' : 'said alone'}>
        <bdi>{textOf(row.text)}</bdi>{' '}
        {id && (
          <button
            type="button"
            class="link"
            aria-label={`Evidence: ${textOf(row.text)}`}
            aria-pressed={opened === id}
            onClick={() => open(id)}
          >
            evidence
          </button>
        )}
      </p>
      {row.note.map(({ value }, i) => (
        <p key={i} class="why">
          {note}: <bdi>{String(value)}</bdi>
        </p>
      ))}
      {(source || row.detail.length > 0) && (
        <p class="source">
          {source && <Opens id={idOf(row.source)} text={source} {...{ open, opened }} />}
          {row.detail.length > 0 && (
            <>
              {source && ' · '}
              <bdi>{joined(row.detail)}</bdi>
            </>
          )}
        </p>
      )}
    </article>
  );
}
