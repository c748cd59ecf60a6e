import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { copy } from '../components/clipboard';
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

interface Field {
  readonly id: string;
  readonly value: string;
  readonly onInput: (e: { readonly currentTarget: { readonly value: string } }) => void;
  readonly onChange: () => void;
}

interface WrittenProps {
  readonly label: string;
  readonly text: string;
  readonly onWrite: (text: string) => void;
  readonly children: (field: Field) => ComponentChildren;
}

/** A text that is taken when the field is left, and stays as it is typed whatever arrives meanwhile. */
function Written({ label, text, onWrite, children }: WrittenProps) {
  const id = useId();
  const [typed, setTyped] = useState(text);
  useLayoutEffect(() => setTyped(text), [text]);
  return (
    <div class="field wide">
      <label for={id}>{label}</label>
      {children({ id, value: typed, onInput: (e) => setTyped(e.currentTarget.value), onChange: () => onWrite(typed) })}
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
      <Written label="Name of the collection" text={collection.name} onWrite={(name) => adjust({ collection: { ...collection, name } })}>
        {(field) => <input type="text" maxLength={longestName} {...field} />}
      </Written>
      <Written label="Notes" text={collection.notes} onWrite={(notes) => adjust({ collection: { ...collection, notes } })}>
        {(field) => <textarea rows={3} maxLength={longestNotes} {...field} />}
      </Written>
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
