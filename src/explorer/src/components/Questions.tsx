import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { count, kindWords } from '../graph/words';
import type { Theme } from '../picture/marks';
import type { Question } from '../questions/question';
import { useNarrow } from '../media';
import type { View } from '../view/view';
import { ControlField } from './Controls';

interface Props {
  readonly questions: readonly Question[];
  readonly question: Question | null;
  readonly view: View;
  readonly theme: Theme;
  readonly ask: (name: string) => void;
  readonly change: (variables: Record<string, string>) => void;
}

/** The question that is asked, with its controls, and all the others. */
export function Questions({ questions, question, view, theme, ask, change }: Props) {
  const isAsWritten = question?.controls.every((control) => (view.variables[control.variable] ?? control.initial) === control.initial);
  const set = (variable: string, initial: string, value: string) => {
    const { [variable]: _, ...others } = view.variables;
    change(value === initial ? others : { ...others, [variable]: value });
  };
  return (
    <>
      <h1 tabIndex={-1}>{question ? <bdi>{question.sentence}</bdi> : 'Explore from here'}</h1>
      {view.question === null && <p class="note">No question is asked: what is shown was chosen node by node.</p>}
      <MoreQuestions {...{ questions, question, ask }} />
      {question && question.controls.length > 0 && (
        <div class="controls" role="group" aria-label="What the question is about">
          {question.controls.map((control) => (
            <ControlField
              key={`${question.name} ${control.variable}`}
              control={control}
              theme={theme}
              value={view.variables[control.variable] ?? control.initial}
              onChange={(value) => set(control.variable, control.initial, value)}
            />
          ))}
          {!isAsWritten && (
            <p class="note changed">
              Asked of other values than the sentence names.{' '}
              <button type="button" class="link" onClick={() => change({})}>
                As written
              </button>
            </p>
          )}
        </div>
      )}
    </>
  );
}

function MoreQuestions({ questions, question, ask }: Pick<Props, 'questions' | 'question' | 'ask'>) {
  const isNarrow = useNarrow();
  const [filter, setFilter] = useState('');
  const more = useRef<HTMLDetailsElement>(null);
  const others = questions.filter((each) => each !== question);
  const found = others.filter((each) => each.sentence.toLowerCase().includes(filter.trim().toLowerCase()));
  const groups = Map.groupBy(found, (each) => (each.about ? kindWords[each.about][1] : 'across the graph'));
  useLayoutEffect(() => {
    if (more.current) more.current.open = question === null && questions.length > 0 && !isNarrow;
  }, [question, questions.length]);
  return (
    <details class="more" ref={more}>
      <summary>{question ? `${count(others.length, 'other question')}` : `${count(others.length, 'question')} to begin with`}</summary>
      {others.length > 8 && (
        <input
          type="search"
          aria-label="Filter the questions"
          placeholder="Filter the questions"
          value={filter}
          onInput={(e) => setFilter(e.currentTarget.value)}
        />
      )}
      {found.length === 0 && (
        <p class="note">{others.length === 0 ? 'The seed folder has no other question.' : 'No question has these words.'}</p>
      )}
      {[...groups].map(([group, list]) => (
        <section key={group}>
          <h2>{group}</h2>
          <ul>
            {list.map((each) => (
              <li key={each.name}>
                <button type="button" class="link" onClick={() => ask(each.name)}>
                  <bdi>{each.sentence}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}
