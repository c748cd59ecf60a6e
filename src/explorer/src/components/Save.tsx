import type { Core } from 'cytoscape';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CiteDialog } from '../cite/CiteDialog';
import { filesOf, type Files } from '../cite/files';
import { sourceOf } from '../cite/source';
import { openCollection } from '../collections/file';
import { EmbedDialog } from '../embed/EmbedDialog';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import type { Theme } from '../picture/marks';
import type { View } from '../view/view';
import { Code } from './Code';
import { copy } from './clipboard';
import { saveFile } from './file';

interface Props {
  readonly scene: Scene;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly cy: Core | null;
  readonly theme: Theme;
  readonly tell: (what: string) => void;
  readonly go: (change: Partial<View>) => void;
}

/** What is seen, to take along. */
export function Save({ scene, nodes, lines, view, cy, theme, tell, go }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [isEmbedding, setEmbedding] = useState(false);
  const [isCiting, setCiting] = useState(false);
  const [isShowingCode, setShowingCode] = useState(false);
  const name = scene.question?.name.split('/').at(-1) ?? 'graph';
  // The sources are fetched first, so that the file can name them.
  const save = async (suffix: string, make: (files: Files) => Blob | Promise<Blob>) => {
    menu.current!.open = false;
    try {
      const files = filesOf(await sourceOf(scene, nodes, lines, view), scene, nodes, lines, cy, theme);
      tell(`Saved ${saveFile(`${name}${scene.date ? `-${scene.date}` : ''}.${suffix}`, await make(files))}.`);
    } catch (error) {
      tell(`Nothing was saved: ${(error as Error).message}`);
    }
  };
  const items: [string, () => void][] = [
    ['Lines as CSV', () => void save('lines.csv', (files) => files.lines())],
    ['Nodes as CSV', () => void save('nodes.csv', (files) => files.nodes())],
    ['All as JSON', () => void save('json', (files) => files.json())],
    ...(cy
      ? ([
          ['Picture as PNG', () => void save('png', (files) => files.png())],
          ['Picture as SVG', () => void save('svg', (files) => files.svg())],
        ] as [string, () => void][])
      : []),
    [
      'Open a collection …',
      () => {
        menu.current!.open = false;
        openCollection(go, tell);
      },
    ],
    [
      'Code to embed',
      () => {
        menu.current!.open = false;
        setEmbedding(true);
      },
    ],
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
      <button type="button" onClick={() => go({ show: 'brief', open: null })}>
        Brief
      </button>
      <button type="button" onClick={() => setCiting(true)}>
        Cite
      </button>
      <details
        class="menu"
        ref={menu}
        onKeyDown={(e) => {
          if (e.key === 'Escape' && menu.current!.open) {
            e.preventDefault();
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
      {isEmbedding && <EmbedDialog {...{ scene, view, tell }} close={() => setEmbedding(false)} />}
      {isCiting && <CiteDialog {...{ scene, view, tell }} close={() => setCiting(false)} />}
      {isShowingCode && scene.question && <Code {...{ question: scene.question, scene, view, tell }} close={() => setShowingCode(false)} />}
    </>
  );
}
