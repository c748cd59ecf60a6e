import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { copy, copyRich } from '../components/clipboard';
import { saveFile } from '../components/file';
import { Waiting, useAnswer } from '../components/PanelFrame';
import { visible } from '../graph/load';
import { themes } from '../picture/marks';
import { useScene } from '../scene';
import { useMerged } from '../view/merged';
import type { Navigation } from '../view/navigation';
import { write } from '../view/view';
import { Drawing, type Drawn } from './Drawing';
import { toHtml, toHtmlFile } from './html';
import { Key } from './Key';
import { makeBrief } from './make';
import { toMarkdown } from './markdown';
import { Sheet } from './Sheet';

/** One page for print: the answer, its picture, and who says so. */
export function BriefPage({ navigation: { view, go, adjust } }: { navigation: Navigation }) {
  const { scene, error, isOffline, isLoading, again, retry } = useScene(view);
  useMerged(scene, view, adjust);
  const article = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [told, tell] = useState('');
  const shown = useMemo(
    () => (scene ? visible(scene, view) : null),
    [scene, view.hidden, view.focus, view.withoutKinds, view.withoutTypes],
  );
  const { answer: brief, error: failed } = useAnswer(
    async () => (scene && shown ? await makeBrief(scene, shown.nodes, shown.lines, view) : null),
    [scene, shown, retry],
  );
  const address = `${location.origin}${location.pathname}${write({ ...view, show: undefined })}`;
  const isReady = brief !== null && !isLoading && (drawn !== null || shown?.nodes.length === 0);
  useEffect(() => {
    if (brief) document.title = `${brief.question} · KnowledgeGraph`;
  }, [brief]);

  const name = `${scene?.question?.name.split('/').at(-1) ?? 'graph'}${scene?.date ? `-${scene.date}` : ''}`;
  const html = () => toHtml(article.current!.querySelector('.sheet')!, drawn?.png ?? '');
  const copied = (what: string) => (isCopied: boolean) =>
    tell(isCopied ? `${what} is copied.` : 'The browser refuses to copy. Save the file instead.');
  const saved = (suffix: string, text: string, type: string) => tell(`Saved ${saveFile(`${name}.${suffix}`, new Blob([text], { type }))}.`);
  const actions: [string, () => void][] = [
    ['Print or save as PDF', () => print()],
    ['Copy Markdown', () => void copy(toMarkdown(brief!, address)).then(copied('The Markdown'))],
    ['Copy HTML', () => void copyRich(html()).then(copied('The HTML'))],
    ['Save Markdown', () => saved('md', toMarkdown(brief!, address), 'text/markdown')],
    ['Save HTML', () => saved('html', toHtmlFile(brief!.question, html()), 'text/html')],
  ];
  return (
    <div class="desk">
      <nav class="bar" aria-label="Brief">
        <button type="button" onClick={() => go({ show: undefined })}>
          ← Explore
        </button>
        <span class="tools">
          {actions.map(([label, act]) => (
            <button key={label} type="button" disabled={!isReady} onClick={act}>
              {label}
            </button>
          ))}
        </span>
      </nav>
      <p class="unseen" role="status">
        {told}
      </p>
      {told && (
        <p class="toast" aria-hidden="true" key={told} onAnimationEnd={() => tell('')}>
          {told}
        </p>
      )}
      <main aria-busy={!isReady} ref={article}>
        {(isOffline || error || failed) && (
          <p class="trouble" role="alert">
            {isOffline ? 'The server cannot be reached. The page goes on by itself when the server is back.' : (error ?? failed)!.message}{' '}
            <button type="button" onClick={again}>
              Try again
            </button>
          </p>
        )}
        {!brief && !error && !failed && <Waiting error={null} />}
        {brief && scene && shown && (
          <Sheet
            brief={brief}
            address={address}
            figure={
              drawn && (
                <>
                  <img src={drawn.svg} alt={`Picture: ${brief.sentence}`} />
                  <Key scene={scene} nodes={shown.nodes} lines={shown.lines} theme={themes.print} />
                </>
              )
            }
          />
        )}
      </main>
      {scene && shown && shown.nodes.length > 0 && (
        <Drawing
          {...{ scene, view }}
          nodes={shown.nodes}
          lines={shown.lines}
          title={scene.question?.sentence ?? 'KnowledgeGraph'}
          onDrawn={setDrawn}
        />
      )}
    </div>
  );
}
