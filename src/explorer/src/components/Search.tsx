import { ask } from '../api/client';
import { SearchDocument, type NodeType } from '../generated/graphql';
import { kindOf, nameOf } from '../graph/graph';
import { kindWords } from '../graph/words';
import type { Theme } from '../picture/marks';
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

/** Hits as options, what is reported before the reports of it. */
export async function findNodes(text: string, kinds: readonly NodeType[], first: number, theme: Theme): Promise<Option[]> {
  if (text.trim() === '') return [];
  const { search } = await ask(SearchDocument, { text, types: kinds.length > 0 ? [...kinds] : null, first });
  return search.nodes.map(({ node, matched }) => {
    const [name, [match]] = [nameOf(node), matched];
    return {
      id: node.id,
      label: name,
      icon: <NodeSymbol kind={kindOf(node.__typename)} theme={theme} />,
      hint: `${kindWords[kindOf(node.__typename)][0]}${match && match.text !== name ? ` · ${match.text}` : ''}`,
    };
  });
}

interface Props {
  readonly questions: readonly Question[];
  readonly theme: Theme;
  readonly onNode: (id: string, isAdded: boolean) => void;
  readonly onQuestion: (name: string) => void;
}

/** One field for all that can be named: nodes, and questions by their words. */
export function Search({ questions, theme, onNode, onQuestion }: Props) {
  const find = async (text: string) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const asked = questions
      .filter((q) => words.every((word) => q.sentence.toLowerCase().includes(word)))
      .slice(0, 3)
      .map((q): Option => ({ id: `?${q.name}`, label: q.sentence, group: 'Questions' }));
    const [named, reported] = await Promise.all([findNodes(text, subjects, 8, theme), findNodes(text, sources, 4, theme)]);
    return [
      ...named.map((o) => ({ ...o, group: 'In the graph' })),
      ...asked,
      ...reported.map((o) => ({ ...o, group: 'Reports and claims' })),
    ];
  };
  return (
    <Combobox
      label="Search the graph"
      placeholder="Search: a person, a treaty, a place …  ( / )"
      shortcut="/"
      find={find}
      footer="Enter shows it with what is around it · Shift + Enter adds it to the picture"
      onPick={(option, isSecond) => (option.id.startsWith('?') ? onQuestion(option.id.slice(1)) : onNode(option.id, isSecond))}
      empty={(text) =>
        text.trim() === ''
          ? 'Type the beginning of any word of a name. Accents and case do not matter.'
          : `Nothing is called “${text}”. Try fewer words, or the beginning of one.`
      }
    />
  );
}
