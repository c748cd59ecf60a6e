import type { Core } from 'cytoscape';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { lineRows, nodeRows, toCsv } from '../graph/rows';
import type { Theme } from '../picture/marks';
import { toSvg } from '../picture/svg';
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
  const [isShowingCode, setShowingCode] = useState(false);
  const name = scene.question?.name.split('/').at(-1) ?? 'graph';
  const title = scene.question?.sentence ?? 'KnowledgeGraph';
  const save = (suffix: string, content: Blob) => {
    menu.current!.open = false;
    tell(`Saved ${saveFile(`${name}${scene.date ? `-${scene.date}` : ''}.${suffix}`, content)}.`);
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
            JSON.stringify(
              { question: title, date: scene.date, evidence: scene.evidence, link: location.href, nodes, lines, answer: scene.answer },
              null,
              2,
            ),
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
      <button type="button" onClick={() => go({ show: 'brief', open: null })}>
        Brief
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
      {isShowingCode && scene.question && <Code {...{ question: scene.question, scene, view, tell }} close={() => setShowingCode(false)} />}
    </>
  );
}
