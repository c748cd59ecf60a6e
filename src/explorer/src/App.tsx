import type { Core } from 'cytoscape';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Beside } from './beside/Beside';
import { CitedNote } from './cite/CitedNote';
import { Collection } from './collections/Collection';
import { pickedWith } from './collections/file';
import { About } from './components/About';
import { Answer } from './components/Answer';
import { EvidenceNote } from './components/EvidenceNote';
import { useKnownUntil } from './components/Known';
import { LinePanel } from './components/LinePanel';
import { NodePanel, type NodeActions } from './components/NodePanel';
import { Questions } from './components/Questions';
import { Save } from './components/Save';
import { Search } from './components/Search';
import { Time } from './components/Time';
import { useDark, useNarrow } from './media';
import { inSight } from './forms/form';
import { formOf, FormSwitch, Show } from './forms/Show';
import { isPresumed, readLineKey } from './graph/graph';
import { mostNodes, visible } from './graph/load';
import { count, inTime } from './graph/words';
import { themes } from './picture/marks';
import type { PictureActions } from './picture/Picture';
import { useMoments, useScene } from './scene';
import { Below } from './then/Below';
import { startOf } from './then/Handle';
import { Sentence } from './then/Sentence';
import { useThen } from './then/useThen';
import type { Navigation } from './view/navigation';
import { useMerged } from './view/merged';
import { allShown, same, start, type Step } from './view/view';

const isLine = (id: string) => readLineKey(id) !== null;

export function App({ navigation: { view, go, adjust, undo, undoable } }: { navigation: Navigation }) {
  const loaded = useScene(view);
  const { questions, question, error, isOffline, retry, again } = loaded;
  const compared = useThen(view, loaded);
  const { scene, isLoading } = compared;
  useMerged(scene, view, adjust);
  const isNarrow = useNarrow();
  const theme = useDark() ? themes.dark : themes.light;
  const [cy, setCy] = useState<Core | null>(null);
  const [told, tell] = useState('');
  const shown = useMemo(
    () => (scene ? visible(scene, view) : { nodes: [], lines: [] }),
    [scene, view.hidden, view.focus, view.withoutKinds, view.withoutTypes, view.only],
  );
  const moments = useMoments(scene);
  const form = formOf(question, view);
  const knownUntil = useKnownUntil(scene);
  const open = (id: string | null) => {
    if (id !== view.open) go({ open: id });
  };
  const add = (step: Step) => ({
    steps: view.steps.some((each) => same(each, step)) ? view.steps : [...view.steps, step],
    ...inSight(form),
  });
  const without = (id: string) => view.hidden.filter((each) => each !== id);

  const actions: PictureActions & NodeActions = {
    open,
    expand: (id, kind?: string) => go({ ...add({ does: 'expand', id, ...(kind && { kind }) }), hidden: without(id) }),
    collapse: (id) => go({ steps: view.steps.filter((step) => !(step.does === 'expand' && step.id === id)) }),
    hide: (id) =>
      go({ hidden: [...without(id), id], open: view.open === id ? null : view.open, focus: view.focus === id ? null : view.focus }),
    focus: (id) => go({ focus: id }),
    pin: (id, at) => {
      const { [id]: _, ...others } = view.pins;
      go({ pins: at ? { ...others, [id]: at } : others });
    },
    beside: (one, other) => go({ beside: [one, other] }),
    pick: (ids) => go({ picked: pickedWith(view.picked, ids) }),
    path: (from, to) => go(add({ does: 'path', from, to })),
    startFrom: (id) =>
      go({ ...start, question: null, date: view.date ?? scene?.date ?? null, steps: [{ does: 'expand', id }], open: id, show: view.show }),
    positionOf: (id) => {
      const at = cy?.getElementById(id);
      return at?.nonempty() ? [at.position().x, at.position().y] : null;
    },
  };

  // On a narrow screen the evidence covers the page from below: the picture moves to what is left above it. A list that is read stays.
  const wasThere = useRef(false);
  useLayoutEffect(() => {
    const picture = document.querySelector('.picture, .map');
    const isFirst = !wasThere.current;
    wasThere.current = scene !== null;
    if (!view.open || !picture || !isNarrow) return;
    const { top, bottom } = picture.getBoundingClientRect();
    if (isFirst || (top < innerHeight && bottom > 0)) picture.scrollIntoView();
  }, [view.open !== null, scene !== null]);
  useEffect(() => {
    document.title = question ? `${question.sentence} · KnowledgeGraph` : 'KnowledgeGraph';
  }, [question]);
  const summary =
    scene && !isLoading
      ? `${count(shown.nodes.length, 'node')} and ${count(shown.lines.length, 'line')}${compared.difference ? ' on either date' : scene.date ? ` ${inTime(scene.date)}` : ', ever'}`
      : '';
  const hiddenCount = scene ? scene.nodes.size - shown.nodes.length : 0;
  const sentence = !view.beside && <Sentence compared={compared} open={open} opened={view.open} />;
  const isUnknown = questions !== null && !!view.question && !question;

  return (
    <div class={`page ${view.open ? 'with-panel' : ''}`}>
      <a
        class="skip"
        href="#"
        onClick={(e) => {
          e.preventDefault();
          document.querySelector<HTMLElement>('main h1')?.focus();
        }}
      >
        Skip to the question
      </a>
      {view.open && (
        <a
          class="skip"
          href="#"
          onClick={(e) => {
            e.preventDefault();
            document.querySelector<HTMLElement>('#panel-title')?.focus();
          }}
        >
          Skip to the evidence
        </a>
      )}
      <header class="bar">
        <a
          class="brand"
          href="./"
          onClick={(e) => {
            if (!e.ctrlKey && !e.metaKey) {
              e.preventDefault();
              go(start);
            }
          }}
        >
          KnowledgeGraph
        </a>
        <Search
          questions={questions ?? []}
          theme={theme}
          onQuestion={(name, variables) => go({ ...start, question: name, variables })}
          onNode={(id, isAdded) => (isAdded ? go({ ...add({ does: 'add', id }), hidden: without(id), open: id }) : actions.startFrom(id))}
        />
        {scene && (
          <div class="tools">
            <Save {...{ scene, nodes: shown.nodes, lines: shown.lines, view, cy, theme, tell, go }} />
          </div>
        )}
      </header>
      <div class={`progress ${isLoading ? 'on' : ''}`} role="presentation" />
      <p class="unseen" role="status">
        {told || summary}
      </p>
      {told && (
        <p class="toast" aria-hidden="true" key={told} onAnimationEnd={() => tell('')}>
          {told}
        </p>
      )}
      {(error || isOffline) && (
        <div class="trouble" role="alert">
          {isOffline
            ? `The server cannot be reached. ${scene ? 'What is shown is what was there before; the' : 'The'} page goes on by itself when the server is back.`
            : `The server refused this: ${error!.message}${error!.code ? ` (${error!.code})` : ''}`}{' '}
          <button type="button" onClick={again}>
            Try again
          </button>
          {undoable > 0 && !isOffline && (
            <button type="button" onClick={undo}>
              Go back
            </button>
          )}
        </div>
      )}
      <main aria-busy={isLoading}>
        <section class="ask" aria-label="Question">
          <div class="question">
            {view.question === undefined && <About retry={retry} />}
            {isUnknown && (
              <p class="note warning" role="alert">
                There is no question called “<bdi>{view.question}</bdi>” here. Choose one of the others.
              </p>
            )}
            {questions && (
              <Questions
                {...{ questions, question, view, theme }}
                ask={(name) => go({ ...start, question: name })}
                change={(variables) => go({ variables, open: null })}
              />
            )}
          </div>
          {scene && (
            <div class="answer">
              {isNarrow && sentence}
              <Collection {...{ scene, view, go, adjust, tell }} />
              <CitedNote scene={scene} view={view} />
              <EvidenceNote of={scene.evidence} />
              <Answer scene={scene} open={open} opened={view.open} />
            </div>
          )}
        </section>
        <section class="show" aria-label="Answer">
          <div class="switch" role="group" aria-label="Show as">
            <FormSwitch {...{ question, go }} form={view.beside ? null : form} />
            <span class="count">{summary}</span>
            <button type="button" disabled={undoable === 0} onClick={undo}>
              ↶ Undo
            </button>
          </div>
          {!isNarrow && sentence}
          {!scene && isLoading && <p class="note first">Loading …</p>}
          {scene && view.beside && (
            <Beside
              ids={view.beside}
              {...{ theme, open }}
              date={scene.date}
              evidence={scene.evidence}
              opened={view.open}
              close={() => go({ beside: null })}
            />
          )}
          {scene && !view.beside && (
            <Show {...{ form, scene, view, theme, isLoading, actions, go }} nodes={shown.nodes} lines={shown.lines} onReady={setCy} />
          )}
          {scene && !view.beside && compared.difference && form !== 'strip' && (
            <Below {...{ scene, view, theme, isLoading, actions, go }} nodes={shown.nodes} lines={shown.lines} onReady={setCy} />
          )}
          {hiddenCount > 0 && (
            <p class="note left-out">
              {count(hiddenCount, 'node')} not shown{view.focus ? ', by focus' : ''}.{' '}
              <button type="button" class="link" onClick={() => go(allShown)}>
                Show all
              </button>
            </p>
          )}
          {scene?.pathless.map(({ from, to }) => (
            <p key={`${from} ${to}`} class="note left-out" role="status">
              No path of at most four lines leads from <bdi>{scene.nodes.get(from)?.name ?? 'an unknown node'}</bdi> to{' '}
              <bdi>{scene.nodes.get(to)?.name ?? 'an unknown node'}</bdi>
              {scene.date ? ' on this date' : ''}.
            </p>
          ))}
          {scene && scene.notDrawn > 0 && (
            <p class="note left-out" role="status">
              {count(scene.notDrawn, 'node')} more are not drawn: a picture holds {mostNodes.toLocaleString('en')}. Choose a date, leave out
              kinds in the question, or ask of fewer.
            </p>
          )}
          {scene && (
            <Time
              {...{ moments, isLoading, knownUntil }}
              date={scene.date}
              then={scene.date === null ? null : view.compare}
              isAsKnown={view.asKnown}
              onAsKnown={(asKnown) => go({ asKnown })}
              onDate={(date, isStep) => (isStep ? go : adjust)({ date })}
              onThen={(compare) => go({ compare })}
              onCompare={() => go(startOf(scene.date, question?.date?.initial ?? null))}
            />
          )}
        </section>
        {/* Not before the scene, whose date is that of the evidence. */}
        {scene &&
          view.open &&
          (isLine(view.open) ? (
            <LinePanel
              line={view.open}
              date={compared.dateOf(view.open)}
              evidence={scene.evidence}
              nameOf={(id) => scene.nodes.get(id)?.name ?? '…'}
              isPresumed={isPresumed(scene.lines.get(view.open) ?? { standing: null })}
              open={open}
              retry={retry}
            />
          ) : (
            <NodePanel
              key={view.open}
              id={view.open}
              date={compared.dateOf(view.open)}
              evidence={scene.evidence}
              {...{ view, scene, theme, actions, open, retry }}
              lines={shown.lines}
            />
          ))}
      </main>
    </div>
  );
}
