import { useEffect, useState } from 'preact/hooks';
import type { Question } from '../questions/question';
import type { View } from '../view/view';
import { formWords, type Form, type FormComponent, type FormProps } from './form';
import { Network } from './Network';
import { TableForm } from './TableForm';

/** The component of each form. What most visits do not need is a function that loads it. */
const components: Record<Form, FormComponent | (() => Promise<FormComponent>)> = {
  network: Network,
  strip: () => import('../strip/Strip').then(({ Strip }) => Strip),
  bars: () => import('./Bars').then(({ default: form }) => form),
  line: () => import('./Line').then(({ default: form }) => form),
  timeline: () => import('./timeline/Timeline').then(({ default: form }) => form),
  matrix: () => import('./Matrix').then(({ default: form }) => form),
  text: () => import('./Text').then(({ default: form }) => form),
  table: TableForm,
  map: () => import('./MapForm').then((module) => module.MapForm),
};
const loaded = new Map<Form, FormComponent>([
  ['network', Network],
  ['table', TableForm],
]);

/** The forms of a question, its own first. A network and a table can be made of any answer, a strip of one that says who relies on whom. */
export const formsOf = (question: Question | null): readonly Form[] => [
  ...new Set<Form>([...(question?.header.forms ?? []), 'network', ...(asksReliance(question) ? (['strip'] as const) : []), 'table']),
];

const asksReliance = (question: Question | null) => /\b(reliesOn|reliedOnBy)\b/.test(question?.text ?? '');

/** The form that is shown: the one that the address names, where the question has it. */
export function formOf(question: Question | null, view: View): Form {
  const forms = formsOf(question);
  return forms.find((form) => form === view.show) ?? forms[0]!;
}

/** The answer in the form that is chosen. */
export function Show({ form, ...props }: FormProps & { readonly form: Form }) {
  const Component = useForm(form);
  return Component ? <Component {...props} /> : <p class="note first">Loading …</p>;
}

function useForm(form: Form): FormComponent | undefined {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (loaded.has(form)) return;
    let isStale = false;
    void (components[form] as () => Promise<FormComponent>)().then((component) => {
      loaded.set(form, component);
      if (!isStale) setCount((n) => n + 1);
    });
    return () => {
      isStale = true;
    };
  }, [form]);
  return loaded.get(form);
}

/** Switches between the forms of a question. */
export function FormSwitch({
  question,
  form,
  go,
}: {
  readonly question: Question | null;
  /** Null: something else is shown. */
  readonly form: Form | null;
  readonly go: FormProps['go'];
}) {
  return (
    <>
      {formsOf(question).map((each) => (
        <button key={each} type="button" aria-pressed={form === each} onClick={() => go({ show: each, beside: null })}>
          {formWords[each]}
        </button>
      ))}
    </>
  );
}
