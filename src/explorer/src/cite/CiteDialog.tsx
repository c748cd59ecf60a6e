import { useLayoutEffect, useRef } from 'preact/hooks';
import { versionWords } from '../brief/words';
import { copy } from '../components/clipboard';
import type { Scene } from '../graph/load';
import { today } from '../graph/timeline';
import { dateWords } from '../graph/words';
import type { View } from '../view/view';
import { citedAddress } from './citation';

interface Props {
  readonly scene: Scene;
  readonly view: View;
  readonly close: () => void;
  readonly tell: (what: string) => void;
}

/** An address that pins the answer, and a sentence to cite it by. */
export function CiteDialog({ scene, view, close, tell }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  const address = citedAddress(view, scene);
  const citation = `“${scene.question?.sentence ?? 'What the graph has'}” ${scene.date ? `As of ${dateWords(scene.date)}. ` : ''}KnowledgeGraph. ${versionWords(scene.version)} ${address} (seen on ${dateWords(today())}).`;
  const take = (text: string, what: string) =>
    copy(text).then((isCopied) => tell(isCopied ? `${what} is copied.` : 'The browser refuses to copy: select the text.'));
  return (
    <dialog ref={dialog} class="code" aria-labelledby="cite-title" onClose={close}>
      <header>
        <h2 id="cite-title">Cite this answer</h2>
        <button type="button" class="close" aria-label="Close" onClick={() => dialog.current!.close()}>
          ×
        </button>
      </header>
      <p>
        The address pins the question, its values, the date and version {scene.version.version} of the graph. Opened on a later version, it
        says what is different.
      </p>
      <h3>Citation</h3>
      <p class="citation" tabIndex={0} role="group" aria-label="Citation">
        <bdi>{citation}</bdi>
      </p>
      <p class="actions">
        <button type="button" onClick={() => take(citation, 'The citation')}>
          Copy the citation
        </button>
        <button type="button" onClick={() => take(address, 'The address')}>
          Copy the address
        </button>
      </p>
    </dialog>
  );
}
