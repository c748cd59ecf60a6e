import { ask } from '../api/client';
import { CountriesDocument, type NodeType } from '../generated/graphql';
import type { Question } from './question';

/** A question that a text asks, of other values where it names them. */
export interface Suggestion {
  readonly question: Question;
  readonly variables: Readonly<Record<string, string>>;
  /** What it is asked of in place of its own values. */
  readonly of: string | null;
}

export interface Named {
  readonly id: string;
  readonly kind: NodeType;
  /** What the text calls it: its name or an alias. */
  readonly names: readonly string[];
}

/** These say that something is asked, not what. */
const quiet = new Set(
  (
    'a an and are as at be by did do does for from had has have how in is it of on or that the their them to was were what when where ' +
    'which who whom whose why with'
  ).split(' '),
);

export const isAsked = (text: string) => /^\s*(how|what|when|where|which|who|whom|whose|why)\b/i.test(text);

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const wordsOf = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
/** `signed` and `signs` are `sign`; a sentence then has a word that begins with it. */
const stem = (word: string) => (word.length > 3 ? word.replace(/(ies|ied|ing|ed|es|s|y)$/, '') : word);

/** The questions that have the words of a text, or have all but a name that can be put in place of one of their values. */
export async function findQuestions(text: string, questions: readonly Question[], named: readonly Named[]): Promise<Suggestion[]> {
  const all = wordsOf(text);
  const wanted = all.some((word) => !quiet.has(word)) ? all.filter((word) => !quiet.has(word)) : all;
  if (wanted.length === 0) return [];
  const has = (words: readonly string[], word: string) => words.some((each) => each.startsWith(stem(word)));
  const inText = (name: string) => ` ${all.join(' ')} `.includes(` ${wordsOf(name).join(' ')} `);
  const subject = named.flatMap(({ id, kind, names }) => names.filter(inText).map((name) => ({ id, kind, name })))[0];
  const rest = subject ? wanted.filter((word) => !wordsOf(subject.name).includes(word)) : wanted;
  const found: (Suggestion & { readonly exact: number })[] = [];
  for (const question of questions) {
    const words = wordsOf(question.sentence);
    if (wanted.every((word) => has(words, word)))
      found.push({ question, variables: {}, of: null, exact: wanted.filter((word) => words.includes(word)).length });
    else if (subject && rest.length > 0 && rest.every((word) => has(words, word))) {
      const variables = await valuesFor(question, subject);
      if (variables)
        found.push({
          question,
          variables,
          of: subject.name,
          exact: wanted.filter((word) => !rest.includes(word) || words.includes(word)).length,
        });
    }
  }
  // Those with the very words first, then those that are asked as they are written.
  return found.sort((a, b) => b.exact - a.exact || Number(a.of !== null) - Number(b.of !== null));
}

/** The node in place of the last value that is of its kind; null where the question takes none. */
async function valuesFor(question: Question, { id, kind }: { id: string; kind: NodeType }): Promise<Record<string, string> | null> {
  const control = question.controls.findLast(
    ({ takes, kinds }) => (takes === 'country' && kind === 'COUNTRY') || (takes === 'node' && kinds.includes(kind)),
  );
  if (!control) return null;
  if (control.takes === 'node') return { [control.variable]: id };
  const { countries } = await ask(CountriesDocument, {});
  const country = countries.nodes.find((each) => each.id === id);
  return country ? { [control.variable]: country.iso2 } : null;
}
