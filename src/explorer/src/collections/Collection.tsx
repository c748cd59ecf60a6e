import { useId, useLayoutEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { copy } from '../components/clipboard';
import { TextField } from '../components/Controls';
import { useAnswer } from '../components/PanelFrame';
import { NamedDocument } from '../generated/graphql';
import { nameOf } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count } from '../graph/words';
import { write, type View } from '../view/view';
import { onlyPicked, saveCollection } from './file';

interface Props {
  readonly scene: Scene;
  readonly view: View;
  readonly go: (change: Partial<View>) => void;
  readonly adjust: (change: Partial<View>) => void;
  readonly tell: (what: string) => void;
}

const longestName = 120;
const longestNotes = 2_000;

/** Notes that are taken when they are left, and stay as they are typed whatever arrives meanwhile. */
function Notes({ notes, onChange }: { notes: string; onChange: (notes: string) => void }) {
  const id = useId();
  const [text, setText] = useState(notes);
  useLayoutEffect(() => setText(notes), [notes]);
  return (
    <div class="field">
      <label for={id}>Notes</label>
      <textarea
        id={id}
        rows={3}
        maxLength={longestNotes}
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
        onBlur={() => onChange(text)}
      />
    </div>
  );
}

/** The nodes that are picked: to name, to annotate, and to give to a colleague. */
export function Collection({ scene, view, go, adjust, tell }: Props) {
  const { picked, collection } = view;
  const { answer } = useAnswer(
    () => (picked.length > 0 ? ask(NamedDocument, { ids: [...picked] }) : Promise.resolve({ nodes: [] })),
    [picked.join()],
  );
  if (picked.length === 0) return null;
  const names = new Map(answer?.nodes.flatMap((node) => (node ? [[node.id, nameOf(node)] as const] : [])));
  const name = (id: string) => names.get(id) ?? scene.nodes.get(id)?.name ?? id;
  const missing = answer ? picked.filter((id) => !names.has(id)).length : 0;
  const copyLink = () =>
    copy(`${location.origin}${location.pathname}${write(onlyPicked(view, scene.date))}`).then((isCopied) =>
      tell(isCopied ? 'The link is copied: it opens the collection.' : 'The browser refuses to copy. Save a file instead.'),
    );
  return (
    <section class="collection" aria-labelledby="collection-title">
      <h2 id="collection-title">
        {collection.name ? <bdi>{collection.name}</bdi> : 'Selected'} <small>{count(picked.length, 'node')}</small>
      </h2>
      <ul class="chips">
        {picked.map((id) => (
          <li key={id}>
            <bdi>{name(id)}</bdi>
            <button
              type="button"
              class="plain"
              aria-label={`Leave out ${name(id)}`}
              onClick={() => go({ picked: picked.filter((each) => each !== id) })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {missing > 0 && <p class="note">{count(missing, 'of these nodes is', 'of these nodes are')} not in this graph.</p>}
      <TextField
        label="Name of the collection"
        value={collection.name}
        maxLength={longestName}
        check={() => null}
        onChange={(name) => adjust({ collection: { ...collection, name } })}
      />
      <Notes notes={collection.notes} onChange={(notes) => adjust({ collection: { ...collection, notes } })} />
      <p class="actions">
        <button type="button" onClick={() => go(onlyPicked(view, scene.date))}>
          Show only these
        </button>
        <button type="button" onClick={copyLink}>
          Copy its link
        </button>
        <button type="button" onClick={() => tell(`Saved ${saveCollection(view, scene, name)}.`)}>
          Save to a file
        </button>
        <button type="button" onClick={() => go({ picked: [], collection: { name: '', notes: '' } })}>
          Clear
        </button>
      </p>
    </section>
  );
}
