import { enumWords } from '../graph/words';
import { the } from '../then/grammar';
import type { Strip } from './spans';

/** The strip as text. */
export function InWords({ strip, open }: { readonly strip: Strip; readonly open: (id: string) => void }) {
  const names = new Map(strip.rows.flatMap((row) => row.spans.map((span) => [span.id, span.name])));
  return (
    <details class="in-words">
      <summary>The strip as text</summary>
      {strip.rows.map((row) => (
        <section key={row.key}>
          {row.name !== null && (
            <h3>
              <bdi>{row.name}</bdi>
            </h3>
          )}
          <ul>
            {row.spans.map((span) => (
              <li key={span.id}>
                <button type="button" class="link" onClick={() => open(span.opens)}>
                  <bdi>{span.name}</bdi>
                </button>{' '}
                {span.words}
                {strip.relations
                  .filter(({ from, to }) => from === span.id && names.has(to))
                  .map(({ kind, to }) => (
                    <span key={`${kind} ${to}`}>
                      ; it {enumWords(kind)} <bdi>{names.get(to)}</bdi>
                    </span>
                  ))}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {strip.administrations.length > 0 && (
        <section>
          <h3>Who headed the government of {the(strip.country ?? '')}</h3>
          <ul>
            {strip.administrations.map((each) => (
              <li key={`${each.id} ${each.words}`}>
                <button type="button" class="link" onClick={() => open(each.id)}>
                  <bdi>{each.name}</bdi>
                </button>{' '}
                {each.title}, {each.words}
              </li>
            ))}
          </ul>
        </section>
      )}
    </details>
  );
}
