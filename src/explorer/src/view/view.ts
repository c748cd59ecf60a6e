import { isForm, type Form } from '../forms/form';

/** What the page shows, whole: the address holds it, and nothing else does. */
export interface View {
  /** The named question; null: none, undefined: the first there is. */
  readonly question: string | null | undefined;
  /** What was put in place of the question's own values, as typed. */
  readonly variables: Readonly<Record<string, string>>;
  /** The date for all that is shown; null: ever, undefined: the question's own. */
  readonly date: string | null | undefined;
  /** Only what had been published by the date counts, where there is one. */
  readonly asKnown: boolean;
  /** A second date, with which the first is compared; null: none. */
  readonly compare: string | null;
  /** What was added to the answer, in this order. */
  readonly steps: readonly Step[];
  readonly hidden: readonly string[];
  readonly pins: Readonly<Record<string, readonly [number, number]>>;
  /** Only this node and its neighbours. */
  readonly focus: string | null;
  readonly withoutKinds: readonly string[];
  readonly withoutTypes: readonly string[];
  /** The entry of the legend that is shown alone. */
  readonly only: string | null;
  /** The node or line whose evidence is open. */
  readonly open: string | null;
  /** Two nodes that are shown side by side in place of the answer. */
  readonly beside: readonly [string, string] | null;
  /** The form of the answer, or one page to print; undefined: the question's own form. */
  readonly show: Form | 'brief' | undefined;
  /** From which the layout starts. */
  readonly seed: number;
  /** What the answer was when it was cited, as cite/citation.ts writes it. */
  readonly cite: string | null;
  /** The nodes that were picked, in this order, and what was written about them. */
  readonly picked: readonly string[];
  readonly collection: { readonly name: string; readonly notes: string };
}

export type Step =
  | { readonly does: 'add'; readonly id: string }
  /** With all its neighbours, or those of one kind. */
  | { readonly does: 'expand'; readonly id: string; readonly kind?: string }
  | { readonly does: 'path'; readonly from: string; readonly to: string };

export const start: View = {
  question: undefined,
  variables: {},
  date: undefined,
  asKnown: false,
  compare: null,
  steps: [],
  hidden: [],
  pins: {},
  focus: null,
  withoutKinds: [],
  withoutTypes: [],
  only: null,
  open: null,
  beside: null,
  show: undefined,
  seed: 1,
  cite: null,
  picked: [],
  collection: { name: '', notes: '' },
};

/** The changes that show all there is. */
export const allShown: Partial<View> = { hidden: [], focus: null, withoutKinds: [], withoutTypes: [], only: null };

export function write(view: View): string {
  const to = new URLSearchParams();
  if (view.question !== undefined) to.set('q', view.question ?? '');
  for (const [name, value] of Object.entries(view.variables)) to.set(`v.${name}`, value);
  if (view.date !== undefined) to.set('on', view.date ?? 'ever');
  if (view.asKnown) to.set('known', 'then');
  if (view.compare) to.set('then', view.compare);
  for (const step of view.steps) {
    if (step.does === 'path') to.append('path', `${step.from}~${step.to}`);
    else to.append(step.does, step.does === 'expand' && step.kind ? `${step.id}~${step.kind}` : step.id);
  }
  for (const id of view.hidden) to.append('hide', id);
  for (const [id, [x, y]] of Object.entries(view.pins)) to.append('pin', `${id}@${Math.round(x)},${Math.round(y)}`);
  if (view.focus) to.set('focus', view.focus);
  for (const kind of view.withoutKinds) to.append('without', kind);
  for (const type of view.withoutTypes) to.append('without-line', type);
  if (view.only) to.set('only', view.only);
  if (view.open) to.set('open', view.open);
  if (view.beside) to.set('beside', view.beside.join('~'));
  if (view.show) to.set('show', view.show);
  if (view.seed !== 1) to.set('seed', String(view.seed));
  if (view.cite) to.set('cite', view.cite);
  for (const id of view.picked) to.append('pick', id);
  if (view.collection.name) to.set('collection', view.collection.name);
  if (view.collection.notes) to.set('notes', view.collection.notes);
  // Readable in an address: these need no escape in a fragment (RFC 3986, 3.5).
  const text = to.toString().replace(/%3A/g, ':').replace(/%7E/g, '~').replace(/%40/g, '@').replace(/%2C/g, ',').replace(/%2F/g, '/');
  return text && `#${text}`;
}

/** Whatever an address says: what cannot be read is left out. */
export function read(hash: string): View {
  const from = new URLSearchParams(hash.replace(/^#/, ''));
  const question = from.get('q');
  const date = from.get('on');
  const compare = from.get('then') ?? '';
  const seed = Number(from.get('seed') ?? 1);
  const show = from.get('show') ?? '';
  const [one, other] = (from.get('beside') ?? '').split('~');
  const steps: Step[] = [];
  const variables: Record<string, string> = {};
  const pins: Record<string, [number, number]> = {};
  for (const [key, value] of from) {
    if (key.startsWith('v.')) variables[key.slice(2)] = value;
    if (key === 'add' && value) steps.push({ does: key, id: value });
    if (key === 'expand') {
      const [id, kind] = value.split('~');
      if (id) steps.push({ does: key, id, ...(kind && { kind }) });
    }
    if (key === 'path') {
      const [start, end] = value.split('~');
      if (start && end) steps.push({ does: 'path', from: start, to: end });
    }
    const pin = key === 'pin' && /^(.+)@(-?\d+),(-?\d+)$/.exec(value);
    if (pin) pins[pin[1]!] = [Number(pin[2]), Number(pin[3])];
  }
  return {
    question: question === null ? undefined : question || null,
    variables,
    date: date === null ? undefined : date === 'ever' ? null : isDate(date) ? date : undefined,
    asKnown: from.get('known') === 'then',
    compare: isDate(compare) ? compare : null,
    steps,
    hidden: from.getAll('hide'),
    pins,
    focus: from.get('focus'),
    withoutKinds: from.getAll('without'),
    withoutTypes: from.getAll('without-line'),
    only: from.get('only'),
    open: from.get('open'),
    beside: one && other ? [one, other] : null,
    show: isForm(show) || show === 'brief' ? show : undefined,
    seed: Number.isSafeInteger(seed) && seed > 0 ? seed : 1,
    cite: from.get('cite'),
    picked: [...new Set(from.getAll('pick'))],
    collection: { name: from.get('collection') ?? '', notes: from.get('notes') ?? '' },
  };
}

/** A date as the API writes it: 2024, 2024-07 or 2024-07-01. */
export function isDate(text: string): boolean {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!parts) return false;
  const date = new Date(`${parts[1]}-${parts[2] ?? '01'}-${parts[3] ?? '01'}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export const isKnownThen = (view: View, date: string | null) => view.asKnown && date !== null;

export const same = (a: Step, b: Step) => JSON.stringify(a) === JSON.stringify(b);
