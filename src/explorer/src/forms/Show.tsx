import { late } from '../late';
import type { Question } from '../questions/question';
import type { View } from '../view/view';
import { formWords, type Form, type FormComponent, type FormProps } from './form';
import { Network } from './Network';
import { TableForm } from './TableForm';

/** The component of each form. What most visits do not need comes when it is first shown. */
const components: Record<Form, FormComponent> = {
  network: Network,
  strip: late(() => import('../strip/Strip').then(({ Strip }) => Strip)),
  bars: late(() => import('./Bars').then(({ default: form }) => form)),
  line: late(() => import('./Line').then(({ default: form }) => form)),
  timeline: late(() => import('./timeline/Timeline').then(({ default: form }) => form)),
  matrix: late(() => import('./Matrix').then(({ default: form }) => form)),
  text: late(() => import('./Text').then(({ default: form }) => form)),
  table: TableForm,
  map: late(() => import('./MapForm').then(({ MapForm }) => MapForm)),
};

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
  const Component = components[form];
  return <Component {...props} />;
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
