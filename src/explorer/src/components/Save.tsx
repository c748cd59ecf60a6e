import type { Core } from 'cytoscape';
import { useEffect, useRef, useState } from 'preact/hooks';
import { print } from 'graphql/language/printer';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { lineRows, nodeRows, toCsv } from '../graph/rows';
import type { Theme } from '../picture/marks';
import { toSvg } from '../picture/svg';
import { variablesOf, withDate } from '../questions/question';
import type { View } from '../view/view';

interface Props {
  readonly scene: Scene;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly cy: Core | null;
  readonly theme: Theme;
  readonly tell: (what: string) => void;
}

/** What is seen, to take along. */
export function Save({ scene, nodes, lines, view, cy, theme, tell }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [isShowingCode, setShowingCode] = useState(false);
  const name = scene.question?.name.split('/').at(-1) ?? 'graph';
  const title = scene.question?.sentence ?? 'KnowledgeGraph';
  const save = (suffix: string, content: Blob) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = `${name}${scene.date ? `-${scene.date}` : ''}.${suffix}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    menu.current!.open = false;
    tell(`Saved ${link.download}.`);
  };
  const text = (content: string, type: string) => new Blob([content], { type });
  const items: [string, () => void][] = [
    ['Lines as CSV', () => save('lines.csv', text(toCsv(lineRows(nodes, lines)), 'text/csv'))],
    ['Nodes as CSV', () => save('nodes.csv', text(toCsv(nodeRows(nodes, lines)), 'text/csv'))],
    [
      'All as JSON',
      () =>
        save(
          'json',
          text(
            JSON.stringify({ question: title, date: scene.date, link: location.href, nodes, lines, answer: scene.answer }, null, 2),
            'application/json',
          ),
        ),
    ],
    ...(cy
      ? [
          [
            'Picture as PNG',
            () => save('png', cy.png({ output: 'blob', full: true, scale: 2, bg: theme.paper, maxWidth: 8000, maxHeight: 8000 })),
          ] as [string, () => void],
          ['Picture as SVG', () => save('svg', text(toSvg(cy, theme, title), 'image/svg+xml'))] as [string, () => void],
        ]
      : []),
  ];
  useEffect(() => {
    const close = (e: Event) => {
      if (menu.current?.open && !menu.current.contains(e.target as Node)) menu.current.open = false;
    };
    addEventListener('pointerdown', close);
    return () => removeEventListener('pointerdown', close);
  }, []);
  const copyLink = () =>
    copy(location.href).then((isCopied) =>
      tell(isCopied ? 'The link is copied: it shows what you see.' : 'The browser refuses to copy. The address above is the link.'),
    );
  return (
    <>
      <button type="button" onClick={copyLink}>
        Copy link
      </button>
      <details
        class="menu"
        ref={menu}
        onKeyDown={(e) => {
          if (e.key === 'Escape') {
            menu.current!.open = false;
            menu.current!.querySelector('summary')!.focus();
          }
        }}
      >
        <summary>Save</summary>
        <ul>
          {items.map(([label, act]) => (
            <li key={label}>
              <button type="button" onClick={act}>
                {label}
              </button>
            </li>
          ))}
        </ul>
      </details>
      {scene.question && (
        <button type="button" onClick={() => setShowingCode(true)}>
          GraphQL
        </button>
      )}
      {isShowingCode && scene.question && (
        <Code
          query={print(withDate(scene.question))}
          variables={allVariables(scene, view)}
          close={() => setShowingCode(false)}
          tell={tell}
        />
      )}
    </>
  );
}

function allVariables(scene: Scene, view: View): string {
  const question = scene.question!;
  const own = Object.fromEntries(question.controls.map((control) => [control.variable, control.initial]));
  return JSON.stringify(variablesOf(question, { ...own, ...view.variables }, scene.date), null, 2);
}

/** The GraphQL behind the view. The editor at /graphql opens empty: what is copied is pasted there. */
function Code({ query, variables, close, tell }: { query: string; variables: string; close: () => void; tell: (what: string) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => dialog.current!.showModal(), []);
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
        {variables}
      </pre>
      <p class="actions">
        <button type="button" onClick={copyQuery}>
          {isCopied ? 'Copied ✓' : 'Copy the query'}
        </button>
        <a class="button" href="graphql" target="_blank" rel="noopener" onClick={copyQuery}>
          Copy, and open the editor ↗
        </a>
        <small>The editor opens empty: paste the query there.</small>
      </p>
    </dialog>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
