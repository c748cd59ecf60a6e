import { ask } from '../api/client';
import { useAnswer } from '../components/PanelFrame';
import { NamedDocument } from '../generated/graphql';
import { nameOf } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, lineWords } from '../graph/words';
import type { View } from '../view/view';
import { Changes } from './Changes';
import { readCitation, type Citation } from './citation';
import { changeWords, differenceOf, type Difference } from './difference';
import { nodesOf, typeOfRow } from './rows';

/** Says whether the answer is still what was cited, and what is different. */
export function CitedNote({ scene, view }: { scene: Scene; view: View }) {
  const cited = view.cite ? readCitation(view.cite) : null;
  if (!view.cite) return null;
  if (!cited)
    return (
      <p class="note warning" role="status">
        This address cites an answer, but the citation cannot be read. What is shown is the answer of today’s graph.
      </p>
    );
  const now = scene.version.version;
  const difference = differenceOf(cited, scene);
  if (now < cited.version)
    return (
      <p class="note warning" role="status">
        This was cited from version {cited.version} of the graph. This graph is at version {now}: it is another one, or an older copy.
      </p>
    );
  if (now === cited.version)
    return (
      <p class="note cited-note" role="status">
        Cited from version {now} of the graph, which has not changed since.
        {!difference.isSame && ' Even so, the answer is another: the question was changed, or it depends on today’s date.'}
      </p>
    );
  return <Newer {...{ cited, scene, difference }} />;
}

function Newer({ cited, scene, difference }: { cited: Citation; scene: Scene; difference: Difference }) {
  const { added, removed, changed, isSame } = difference;
  const rows = [...added, ...removed, ...changed.map(({ id }) => id)];
  const ids = [...new Set(rows.flatMap(nodesOf))].slice(0, 500);
  const { answer } = useAnswer(() => (ids.length > 0 ? ask(NamedDocument, { ids }) : Promise.resolve({ nodes: [] })), [ids.join()]);
  const names = new Map(answer?.nodes.flatMap((node) => (node ? [[node.id, nameOf(node)] as const] : [])));
  const name = (id: string) => scene.nodes.get(id)?.name ?? names.get(id) ?? id;
  const says = (row: string) => {
    const [from, to] = nodesOf(row);
    if (!to) return name(from!);
    return `${name(from!)} ${lineWords[typeOfRow(row) ?? 'RELIES_ON']} ${name(to)}`;
  };
  const lists: [string, readonly string[]][] = [
    ['Added since', added.map(says)],
    ['No longer in the answer', removed.map(says)],
    ['Changed since', changed.map(({ id, before, after }) => `${says(id)}: ${changeWords(before, after)}`)],
  ];
  return (
    <section class="note warning cited-note" aria-label="What changed since it was cited">
      <p role="status">
        This was cited from version {cited.version} of the graph, which is at version {scene.version.version} now.{' '}
        {isSame
          ? 'The answer is the same.'
          : rows.length > 0
            ? 'The answer is another:'
            : cited.rows
              ? 'Who and what the answer lists is the same, but details or evidence are different.'
              : `The answer is another. It had ${count(cited.count, 'row')} and has ${difference.count.toLocaleString('en')} now.`}
      </p>
      {lists
        .filter(([, items]) => items.length > 0)
        .map(([title, items]) => (
          <div key={title}>
            <h3>{title}</h3>
            <ul>
              {items.map((each) => (
                <li key={each}>
                  <bdi>{each}</bdi>
                </li>
              ))}
            </ul>
          </div>
        ))}
      {!isSame && <Changes cited={cited} scene={scene} name={name} />}
    </section>
  );
}
