import { print } from 'graphql/language/printer';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Scene } from '../graph/load';
import { editorLink } from '../questions/link';
import { variablesOf, withDate, type Question } from '../questions/question';
import { isKnownThen, type View } from '../view/view';
import { copy } from './clipboard';

interface Props {
  readonly question: Question;
  readonly scene: Scene;
  readonly view: View;
  readonly close: () => void;
  readonly tell: (what: string) => void;
}

/** The GraphQL behind the view, to copy or to open where it can be changed. */
export function Code({ question, scene, view, close, tell }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isCopied, setCopied] = useState(false);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  const query = `# ${question.sentence}\n${print(withDate(question, isKnownThen(scene.view, scene.date)))}`;
  const own = Object.fromEntries(question.controls.map((control) => [control.variable, control.initial]));
  const variables = variablesOf(question, { ...own, ...view.variables }, scene.date);
  const link = editorLink(query, variables);
  const copyQuery = async () => {
    const done = await copy(query);
    setCopied(done);
    tell(done ? 'The query is copied.' : 'The browser refuses to copy: select the text.');
  };
  return (
    <dialog ref={dialog} class="code" aria-labelledby="code-title" onClose={close}>
      <header>
        <h2 id="code-title">The GraphQL behind it</h2>
        <button type="button" class="close" aria-label="Close" onClick={() => dialog.current!.close()}>
          ×
        </button>
      </header>
      <pre tabIndex={0} aria-label="Query">
        {query}
      </pre>
      <h3>Variables</h3>
      <pre tabIndex={0} aria-label="Variables">
        {JSON.stringify(variables, null, 2)}
      </pre>
      <p class="actions">
        <button type="button" onClick={copyQuery}>
          {isCopied ? 'Copied ✓' : 'Copy the query'}
        </button>
        {link && (
          <a class="button" href={link} target="_blank" rel="noopener">
            Open in Banana Cake Pop ↗
          </a>
        )}
        <small>
          {link
            ? 'A new document there begins with it: “Create Document”, or “+”.'
            : 'It is too long for a link to Banana Cake Pop: copy it.'}
        </small>
      </p>
    </dialog>
  );
}
