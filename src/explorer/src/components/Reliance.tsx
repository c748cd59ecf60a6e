import { isPresumed } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, dateWords, enumWords, reasonWords, relianceWords } from '../graph/words';
import type { RelianceList } from '../questions/answer';
import { Explained } from './Explained';

export interface AnswerProps {
  readonly scene: Scene;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

/** Who relies on whom, as lines to open, and who was left out for which reason. */
export function Reliance({
  list: { lines, excluded },
  title,
  scene,
  open,
  opened,
}: AnswerProps & { list: RelianceList; title: string | null }) {
  const name = (id: string) => scene.nodes.get(id)?.name ?? id;
  const isOneSource = new Set(lines.map((line) => line.from)).size === 1;
  return (
    <section class="reliance">
      {title && <h3>{title}</h3>}
      {lines.length === 0 && (
        <p class="note">Nobody, on this date and for this objective. Below is who comes near, and why not; or try “ever”.</p>
      )}
      {lines.length > 0 && (
        <p class="note">
          <Explained text="Each with its number of independent origins and of instruments." />
        </p>
      )}
      <ol>
        {lines.map((line) => (
          <li key={line.key}>
            <button type="button" class="row" aria-pressed={opened === line.key} onClick={() => open(line.key)}>
              <span class="name">
                <bdi>{name(isOneSource ? line.to : line.from)}</bdi>
              </span>
              <span class={`badge ${line.strength?.toLowerCase()}`}>{line.strength && enumWords(line.strength)}</span>
              <small>
                <Explained
                  isWithin
                  text={[
                    count(line.origins, 'independent origin'),
                    count(line.through.length, 'instrument'),
                    relianceWords(line, (on) => dateWords(on.slice(0, 7))),
                    isPresumed(line) && 'presumed',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                />
              </small>
            </button>
          </li>
        ))}
      </ol>
      {excluded.length > 0 && (
        <details class="excluded" open={lines.length === 0}>
          <summary>{count(excluded.length, 'country', 'countries')} left out, and why</summary>
          <ul>
            {excluded.map((each) => (
              <li key={each.id}>
                <button type="button" class="link" onClick={() => open(each.id)}>
                  <bdi>{each.name}</bdi>
                </button>
                : {reasonWords[each.reason] ?? enumWords(each.reason)}
                {each.instruments.map((i) => (
                  <small key={i.id}>
                    <button type="button" class="link" onClick={() => open(i.id)}>
                      <bdi>{i.name}</bdi>
                    </button>
                  </small>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
