import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { copy } from '../components/clipboard';
import type { Scene } from '../graph/load';
import { write, type View } from '../view/view';

interface Props {
  readonly scene: Scene;
  readonly view: View;
  readonly close: () => void;
  readonly tell: (what: string) => void;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The code that puts what is seen into another page. */
export function EmbedDialog({ scene, view, close, tell }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isClosed, setClosed] = useState(false);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  useEffect(() => {
    isClosedToFrames().then(setClosed, () => {});
  }, []);
  const address = `${new URL('embed', location.href.replace(/#.*/, '')).href}${write({ ...view, date: scene.date, open: null })}`;
  const code = `<iframe src="${escape(address)}" title="${escape(scene.question?.sentence ?? 'KnowledgeGraph')}" width="100%" height="480" loading="lazy"></iframe>`;
  return (
    <dialog ref={dialog} class="code" aria-labelledby="embed-title" onClose={close}>
      <header>
        <h2 id="embed-title">Embed what you see</h2>
        <button type="button" class="close" aria-label="Close" onClick={() => dialog.current!.close()}>
          ×
        </button>
      </header>
      {isClosed && (
        <p class="note warning" role="status">
          This server lets no other site show it in a frame. Its setting <code>FrameAncestors</code> names the sites that may.
        </p>
      )}
      <p>The frame shows the picture or the table with its title, its date and a link to this page. It takes the size that you give it.</p>
      <pre class="wrapped" tabIndex={0} aria-label="Code to embed">
        {code}
      </pre>
      <p class="actions">
        <button
          type="button"
          onClick={() =>
            copy(code).then((isCopied) => tell(isCopied ? 'The code is copied.' : 'The browser refuses to copy: select the text.'))
          }
        >
          Copy the code
        </button>
        <a class="button" href={address} target="_blank" rel="noopener">
          See it ↗
        </a>
      </p>
    </dialog>
  );
}

/** What the policy of the embedded page says of frames. */
async function isClosedToFrames(): Promise<boolean> {
  const { headers } = await fetch('embed', { method: 'HEAD' });
  return /frame-ancestors 'none'/.test(headers.get('Content-Security-Policy') ?? '');
}
