import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchJson, forget, isReady, onOffline, type AskError } from './api/client';
import { load, type Scene } from './graph/load';
import { momentsOf, type Moment } from './graph/timeline';
import { readQuestion, type Question, type QuestionFile } from './questions/question';
import type { View } from './view/view';

const askAgain = 1_500;
/** The question that the page opens with, where the seed has it. */
const headline = 'who-relies-on-whom';

export interface Loaded {
  readonly questions: readonly Question[] | null;
  readonly question: Question | null;
  readonly scene: Scene | null;
  readonly isLoading: boolean;
  /** What the server refused; null while it is merely out of reach. */
  readonly error: AskError | null;
  readonly isOffline: boolean;
  /** Counts the times that the server came back. */
  readonly retry: number;
  again(): void;
}

const unasked = (retry: number) => `questions ${retry}`;
const refusal = (error: AskError) => (error.kind === 'offline' ? null : error);

/** What the view shows, from the server; while that fails, what was shown before. */
export function useScene(view: View): Loaded {
  const [questions, setQuestions] = useState<readonly Question[] | null>(null);
  const [state, setState] = useState<{ scene: Scene | null; error: AskError | null; settled: string }>({
    scene: null,
    error: null,
    settled: '',
  });
  const [retry, setRetry] = useState(0);
  const [isOffline, setOffline] = useState(false);
  const again = () => {
    forget();
    setOffline(false);
    setRetry((n) => n + 1);
  };

  useEffect(() => {
    if (questions) return;
    fetchJson<QuestionFile[]>('questions').then(
      (files) =>
        setQuestions(
          files
            .map(readQuestion)
            .filter((q) => q !== null)
            .sort((a, b) => Number(b.name === headline) - Number(a.name === headline)),
        ),
      (error: AskError) => setState((s) => ({ ...s, error: refusal(error), settled: unasked(retry) })),
    );
  }, [retry]);

  const question =
    questions === null
      ? null
      : view.question === undefined
        ? (questions[0] ?? null)
        : (questions.find((q) => q.name === view.question) ?? null);
  const key = JSON.stringify([
    question?.name,
    view.variables,
    view.date === undefined ? 'its own' : view.date,
    view.asKnown,
    view.steps,
    view.seed,
  ]);
  // What is asked for, and which of it has come: the page is busy from the moment that they differ.
  const wanted = questions === null ? unasked(retry) : `${key} ${retry}`;
  const latest = useRef('');
  useEffect(() => {
    if (questions === null) return;
    const mine = wanted;
    latest.current = mine;
    load(view, question).then(
      (scene) => {
        if (latest.current === mine) setState({ scene, error: null, settled: mine });
      },
      (error: AskError) => {
        if (latest.current === mine) setState((s) => ({ ...s, error: refusal(error), settled: mine }));
      },
    );
  }, [wanted]);

  useEffect(() => onOffline(() => setOffline(true)), []);
  useEffect(() => {
    if (!isOffline) return;
    const timer = setInterval(async () => {
      if (await isReady()) again();
    }, askAgain);
    return () => clearInterval(timer);
  }, [isOffline]);

  return { questions, question, scene: state.scene, error: state.error, isLoading: state.settled !== wanted, isOffline, retry, again };
}

/** What happened to what is on the screen, whatever the date, so that the slider keeps its ends while the date moves. */
export function useMoments(scene: Scene | null): readonly Moment[] {
  const [moments, setMoments] = useState<readonly Moment[]>([]);
  useEffect(() => {
    let isStale = false;
    if (!scene) return;
    momentsOf(scene.layout.nodes, scene.layout.lines, scene.layout.evidence).then(
      (found) => {
        if (!isStale) setMoments(found);
      },
      () => {
        // What happened to something else would be wrong here.
        if (!isStale) setMoments([]);
      },
    );
    return () => {
      isStale = true;
    };
  }, [scene]);
  return moments;
}
