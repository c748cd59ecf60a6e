import { useEffect, useMemo, useState } from 'preact/hooks';
import { Key } from '../brief/Key';
import { asOfWords, lensWords, versionWords } from '../brief/words';
import { readCitation } from '../cite/citation';
import { useDark } from '../media';
import type { FormProps } from '../forms/form';
import { formOf, Show } from '../forms/Show';
import { visible } from '../graph/load';
import { themes } from '../picture/marks';
import { Picture } from '../picture/Picture';
import { useScene } from '../scene';
import { read, write } from '../view/view';

const nothing = () => {};
const still: FormProps['actions'] = {
  open: nothing,
  expand: nothing,
  collapse: nothing,
  hide: nothing,
  focus: nothing,
  pin: nothing,
  pick: nothing,
  path: nothing,
  beside: nothing,
  startFrom: nothing,
  positionOf: () => null,
};

/** A view in a frame of another page: to look at, with a link to the page where it can be explored. */
export function Embed() {
  const [view, setView] = useState(() => read(location.hash));
  useEffect(() => {
    const follow = () => setView(read(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const { scene, question, questions, error, isOffline, isLoading } = useScene(view);
  const theme = useDark() ? themes.dark : themes.light;
  const shown = useMemo(() => (scene ? visible(scene, view) : { nodes: [], lines: [] }), [scene, view]);
  const title = scene?.question?.sentence ?? question?.sentence ?? 'KnowledgeGraph';
  const cited = view.cite ? readCitation(view.cite) : null;
  const form = formOf(question, view);
  const isUnknown = questions !== null && !!view.question && !question;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main class="embed" aria-busy={isLoading}>
      <header>
        <h1>{title}</h1>
        {scene && (
          <p>
            {asOfWords(scene.date)}. {versionWords(scene.version)} {lensWords(scene.evidence)}
            {cited && cited.version < scene.version.version && ` It was embedded from version ${cited.version}.`}
          </p>
        )}
      </header>
      {(error || isOffline || isUnknown) && (
        <p class="note" role="alert">
          {isUnknown ? 'The question is not there any more.' : isOffline ? 'The server cannot be reached.' : error!.message}
        </p>
      )}
      {scene &&
        !isUnknown &&
        (form === 'network' ? (
          <div class="picture">
            <div class="stage">
              <Picture {...{ scene, nodes: shown.nodes, lines: shown.lines, view, theme }} actions={still} onReady={nothing} />
              {shown.nodes.length === 0 && !isLoading && <p class="empty">Nothing answers this.</p>}
            </div>
          </div>
        ) : (
          <Show
            {...{ form, scene, view, theme, isLoading }}
            nodes={shown.nodes}
            lines={shown.lines}
            actions={still}
            go={nothing}
            onReady={nothing}
          />
        ))}
      <footer>
        {scene && form === 'network' && (
          <details>
            <summary>Legend</summary>
            <Key scene={scene} nodes={shown.nodes} lines={shown.lines} theme={theme} />
          </details>
        )}
        <a href={`./${write(view)}`} target="_blank" rel="noopener">
          Explore it, and read who says so ↗<span class="unseen"> (opens a new tab)</span>
        </a>
      </footer>
    </main>
  );
}
