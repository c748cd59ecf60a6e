import { ask } from '../api/client';
import { useAnswer, Waiting } from '../components/PanelFrame';
import { ChangesDocument, type ChangesQuery } from '../generated/graphql';
import type { LineType } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, dateWords, enumWords, lineWords } from '../graph/words';
import { words } from '../questions/question';
import type { Citation } from './citation';
import { nodesOf } from './rows';

const changesAtOnce = 20;
const mostAbout = 500;

type Entry = ChangesQuery['changes']['nodes'][number]['entries']['nodes'][number];

/** The recorded changes of what the answer had and has, since it was cited. */
export function Changes({ cited, scene, name }: { cited: Citation; scene: Scene; name: (id: string) => string }) {
  const through = [...scene.lines.values()].flatMap((line) => line.through.map(({ id }) => id));
  const ids = [...new Set([...(cited.rows ?? []).flatMap(({ id }) => nodesOf(id)), ...scene.nodes.keys(), ...through])].slice(0, mostAbout);
  const { answer, error } = useAnswer<ChangesQuery>(
    () => ask(ChangesDocument, { about: ids, since: cited.version, first: changesAtOnce }),
    [ids.join(), cited.version],
  );
  const about = new Set(ids);
  const called = new Map([...scene.lines.values()].flatMap((line) => line.through.map((each) => [each.id, each.name] as const)));
  const says = ({ id, type, from, to }: Entry) => {
    const call = (node: string) => called.get(node) ?? name(node);
    return from && to ? `${call(from)} ${lineWords[type as LineType] ?? words(type)} ${call(to)}` : call(id);
  };
  return (
    <details>
      <summary>The recorded changes</summary>
      {!answer && <Waiting error={error} />}
      {answer?.changes.totalCount === 0 && <p>None of what the answer names was changed: what lies behind it was.</p>}
      <ol class="changes">
        {answer?.changes.nodes.map(({ id, version, at, by, note, entries }) => {
          const near = entries.nodes.filter((entry) => [entry.id, entry.from, entry.to].some((each) => each && about.has(each)));
          return (
            <li key={id}>
              <b>Version {version}</b>, {dateWords(at.slice(0, 10))}
              {by && (
                <>
                  , by <bdi>{by}</bdi>
                </>
              )}
              {note && (
                <>
                  : <bdi>{note}</bdi>
                </>
              )}
              <ul>
                {near.map((entry) => (
                  <li key={entry.id}>
                    {enumWords(entry.kind)}: <bdi>{says(entry)}</bdi>
                    {entry.kind === 'CHANGED' && entry.fields.length > 0 && (
                      <small>
                        {' '}
                        <bdi>
                          {entry.fields
                            .map((field) => `${words(field.name)}: ${field.before ?? 'none'} → ${field.after ?? 'none'}`)
                            .join('; ')}
                        </bdi>
                      </small>
                    )}
                  </li>
                ))}
              </ul>
              {entries.totalCount > near.length && (
                <small>and {count(entries.totalCount - near.length, 'other entry', 'other entries')}</small>
              )}
            </li>
          );
        })}
      </ol>
      {answer && answer.changes.totalCount > answer.changes.nodes.length && (
        <p>
          The latest {answer.changes.nodes.length} of {answer.changes.totalCount.toLocaleString('en')} are shown.
        </p>
      )}
    </details>
  );
}
