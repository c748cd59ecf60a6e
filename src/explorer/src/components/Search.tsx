import { useRef } from 'preact/hooks';
import { ask } from '../api/client';
import { SearchDocument, type NodeType } from '../generated/graphql';
import { kindOf, nameOf } from '../graph/graph';
import { kindWords } from '../graph/words';
import type { Theme } from '../picture/marks';
import { findQuestions, isAsked, type Suggestion } from '../questions/find';
import type { Question } from '../questions/question';
import { Combobox, type Option } from './Combobox';
import { NodeSymbol } from './Symbol';

/** What is reported, rather than the reports: between these, paths say something. */
export const subjects: NodeType[] = [
  'COUNTRY',
  'OFFICIAL',
  'AGENCY',
  'AGREEMENT',
  'MEASURE',
  'OBJECTIVE',
  'PLACE',
  'EVENT',
  'OUTLET',
  'JOURNALIST',
];
const sources: NodeType[] = ['REPORT', 'CLAIM', 'STATISTIC'];

interface Hit {
  readonly id: string;
  readonly kind: NodeType;
  readonly name: string;
  /** The text that has the words, where it is not the name. */
  readonly match: string | null;
}

/** More than are shown: among those of one name, the store has events before people. */
const lookedAt = 20;
/** What has the words in its name first; people before what happened to them. */
const rankOf = ({ kind, match }: Hit) => (match !== null ? 3 : kind === 'OFFICIAL' || kind === 'COUNTRY' ? 0 : kind === 'EVENT' ? 2 : 1);

async function findHits(text: string, kinds: readonly NodeType[], first: number): Promise<Hit[]> {
  if (text.trim() === '') return [];
  const { search } = await ask(SearchDocument, { text, types: kinds.length > 0 ? [...kinds] : null, first: Math.max(first, lookedAt) });
  return search.nodes
    .map(({ node, matched }): Hit => {
      const [name, [match]] = [nameOf(node), matched];
      return { id: node.id, kind: kindOf(node.__typename), name, match: match && match.text !== name ? match.text : null };
    })
    .sort((a, b) => rankOf(a) - rankOf(b))
    .slice(0, first);
}

const toOption = ({ id, kind, name, match }: Hit, theme: Theme): Option => ({
  id,
  label: name,
  icon: <NodeSymbol kind={kind} theme={theme} />,
  hint: `${kindWords[kind][0]}${match ? ` · ${match}` : ''}`,
});

/** Hits as options. */
export const findNodes = async (text: string, kinds: readonly NodeType[], first: number, theme: Theme): Promise<Option[]> =>
  (await findHits(text, kinds, first)).map((hit) => toOption(hit, theme));

interface Props {
  readonly questions: readonly Question[];
  readonly theme: Theme;
  readonly onNode: (id: string, isAdded: boolean) => void;
  readonly onQuestion: (name: string, variables: Readonly<Record<string, string>>) => void;
}

/** One field for all that can be named: nodes, and questions by their words. */
export function Search({ questions, theme, onNode, onQuestion }: Props) {
  const suggested = useRef<readonly Suggestion[]>([]);
  const find = async (text: string) => {
    if (text.trim() === '') return [];
    const [hits, reported] = await Promise.all([findHits(text, subjects, 8), findNodes(text, sources, 4, theme)]);
    const named = hits.map(({ id, kind, name, match }) => ({ id, kind, names: [name, ...(match ? [match] : [])] }));
    suggested.current = (await findQuestions(text, questions, named)).slice(0, 4);
    const asked = suggested.current.map(({ question, of }): Option => ({
      id: `?${question.name}`,
      label: question.sentence,
      group: 'Questions',
      ...(of !== null && { hint: `asked of ${of}` }),
    }));
    const inGraph = hits.map((hit) => ({ ...toOption(hit, theme), group: 'In the graph' }));
    return [
      ...(isAsked(text) ? [...asked, ...inGraph] : [...inGraph, ...asked]),
      ...reported.map((o) => ({ ...o, group: 'Reports and claims' })),
    ];
  };
  const pick = (option: Option, isSecond: boolean) => {
    const suggestion = suggested.current.find(({ question }) => option.id === `?${question.name}`);
    if (suggestion) onQuestion(suggestion.question.name, suggestion.variables);
    else onNode(option.id, isSecond);
  };
  return (
    <Combobox
      label="Search the graph"
      placeholder="Search: a person, a treaty, a place …  ( / )"
      shortcut="/"
      find={find}
      footer="Enter shows it with what is around it · Shift + Enter adds it to the picture"
      onPick={pick}
      empty={(text) =>
        text.trim() === ''
          ? 'Type the beginning of any word of a name. Accents and case do not matter.'
          : `Nothing is called “${text}”. Try fewer words, or the beginning of one.`
      }
    />
  );
}
