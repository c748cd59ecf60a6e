import { parse } from 'graphql/language/parser';
import { print } from 'graphql/language/printer';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';
import { lineKey, type GraphLine, type LineType } from '../graph/graph';
import type { Standing, Strength } from '../generated/graphql';
import { variablesOf, withDate, type Question } from './question';
import { isNodeType, typeOf } from './shape';

/** What an answer names: nodes in its order, relationships, who relies on whom, and the lists in which it says so. */
export interface Named {
  readonly ids: readonly string[];
  /** The keys of the lines that it lists with both ends. */
  readonly relationships: ReadonlySet<string>;
  readonly reliance: readonly GraphLine[];
  readonly lists: readonly RelianceList[];
}

/** One answer to who relies on whom, and who was left out of it. */
export interface RelianceList {
  /** The field's name or alias. */
  readonly label: string;
  readonly lines: readonly GraphLine[];
  readonly excluded: readonly Exclusion[];
}

export interface Exclusion {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly instruments: readonly { id: string; name: string }[];
}

/** These are evidence of what is answered, not part of the picture. */
const behind = new Set(['evidence', 'through', 'excluded']);

const selection = (text: string) => (parse(text).definitions[0] as FragmentDefinitionNode).selectionSet.selections;
const identity = selection('fragment F on Node { ... on Node { __typename id } }');
const relationshipType = selection('fragment F on Relationship { type }');
const relianceEdge = selection(
  'fragment F on ReliesOnEdge { node { id name } strength standing since explicitSince until through { id name } corroboration { independentOrigins reports } }',
);
const relianceConnection = selection(
  'fragment F on ReliesOnConnection { excluded { node { id name } reason instruments { id name } } edges { cursor } }',
);

/** The document, which now also asks who each node is, so that its answer can be drawn. */
export function traceable(document: DocumentNode): DocumentNode {
  const set = (old: SelectionSetNode, type: string): SelectionSetNode => {
    const selections: SelectionNode[] = old.selections.map((s) => {
      if (s.kind === 'FragmentSpread') return s;
      const within = s.kind === 'Field' ? typeOf(type, s.name.value) : (s.typeCondition?.name.value ?? type);
      return s.selectionSet && within ? { ...s, selectionSet: set(s.selectionSet, within) } : s;
    });
    if (isNodeType(type) && !takes(old, 'id')) selections.push(...identity);
    if (type === 'Relationship' && asks(old, 'from') && asks(old, 'to') && !takes(old, 'type')) selections.push(...relationshipType);
    if (type === 'ReliesOnEdge') selections.push(...relianceEdge);
    if (type === 'ReliesOnConnection')
      selections.push(
        ...relianceConnection.map((s) =>
          s.kind === 'Field' && s.name.value === 'edges' ? { ...s, selectionSet: set(s.selectionSet!, 'ReliesOnEdge') } : s,
        ),
      );
    return { ...old, selections };
  };
  return {
    ...document,
    definitions: document.definitions.map((d) =>
      d.kind === 'OperationDefinition'
        ? { ...d, selectionSet: set(d.selectionSet, 'Query') }
        : d.kind === 'FragmentDefinition'
          ? { ...d, selectionSet: set(d.selectionSet, d.typeCondition.name.value) }
          : d,
    ),
  };
}

const asks = (set: SelectionSetNode, field: string) => set.selections.some((s) => s.kind === 'Field' && !s.alias && s.name.value === field);

/** Whether the answer's key is already something else's. */
const takes = (set: SelectionSetNode, key: string) =>
  set.selections.some((s) => s.kind === 'Field' && s.alias?.value === key && s.name.value !== key);

/** The whole request for a question at a date, as known then or now. */
export function request(question: Question, given: Readonly<Record<string, string>>, date: string | null, isAsKnown: boolean) {
  return { query: print(withVersion(traceable(withDate(question, isAsKnown)))), variables: variablesOf(question, given, date) };
}

/** In the same operation, so that it is the version of this very answer. */
const versionFields = selection('fragment F on Query { pageGraph: graph { version recordedAt knownUntil } }');

const withVersion = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.map((d) =>
    d.kind === 'OperationDefinition'
      ? { ...d, selectionSet: { ...d.selectionSet, selections: [...d.selectionSet.selections, ...versionFields] } }
      : d,
  ),
});

type Data = Record<string, unknown>;

/** The key of the line that a relationship of an answer is; null without its type and both ends. */
export function keyOf({ type, from, to }: Data): string | null {
  const [start, end] = [from, to].map((node) => (node as Data | null | undefined)?.id);
  return typeof type === 'string' && typeof start === 'string' && typeof end === 'string' ? lineKey(type as LineType, start, end) : null;
}

/** Reads the answer along the document that asked for it. */
export function readAnswer(question: Question, data: Data, variables: Readonly<Record<string, unknown>>, date: string | null): Named {
  const document = traceable(withDate(question, false));
  const fragments = new Map(document.definitions.filter((d) => d.kind === 'FragmentDefinition').map((d) => [d.name.value, d]));
  const ids = new Set<string>();
  const relationships = new Set<string>();
  const reliance = new Map<string, GraphLine>();
  const lists: RelianceList[] = [];

  const each = (value: unknown, act: (item: Data) => void) => {
    if (Array.isArray(value)) value.forEach((item) => each(item, act));
    else if (value && typeof value === 'object') act(value as Data);
  };
  const walk = (set: SelectionSetNode, type: string, value: Data, owner: string | null) => {
    if (isNodeType(type) && typeof value.id === 'string') {
      ids.add(value.id);
      owner = value.id;
    }
    const key = type === 'Relationship' ? keyOf(value) : null;
    if (key) relationships.add(key);
    for (const s of set.selections) {
      if (s.kind === 'FragmentSpread') {
        const fragment = fragments.get(s.name.value);
        if (fragment) walk(fragment.selectionSet, fragment.typeCondition.name.value, value, owner);
      } else if (s.kind === 'InlineFragment') {
        walk(s.selectionSet, s.typeCondition?.name.value ?? type, value, owner);
      } else if (s.selectionSet) {
        const within = typeOf(type, s.name.value);
        if (within === 'ReliesOnConnection' && owner) each(value[(s.alias ?? s.name).value], (found) => rely(s, found, owner!));
        if (within && !behind.has(s.name.value))
          each(value[(s.alias ?? s.name).value], (item) => walk(s.selectionSet!, within, item, owner));
      }
    }
  };
  const rely = (field: FieldNode, connection: Data, owner: string) => {
    const argument = field.arguments?.find((a) => a.name.value === 'objective')?.value;
    const objective =
      argument?.kind === 'Variable'
        ? String(variables[argument.name.value] ?? defaultOf(question, argument.name.value))
        : argument?.kind === 'StringValue'
          ? argument.value
          : '';
    const lines: GraphLine[] = [];
    const excluded: Exclusion[] = [];
    each(connection.edges, (edge) => {
      const other = (edge.node as { id: string }).id;
      const [from, to] = field.name.value === 'reliedOnBy' ? [other, owner] : [owner, other];
      const corroboration = edge.corroboration as { independentOrigins: number; reports: number };
      const key = lineKey('RELIES_ON', from, to, objective);
      lines.push({
        key,
        type: 'RELIES_ON',
        from,
        to,
        since: edge.since as string | null,
        explicitSince: edge.explicitSince as string | null,
        until: edge.until as string | null,
        standing: date === null ? null : (edge.standing as Standing),
        strength: edge.strength as Strength,
        contested: false,
        origins: corroboration.independentOrigins,
        reports: corroboration.reports,
        through: edge.through as { id: string; name: string }[],
      });
    });
    each(connection.excluded, (exclusion) => {
      const { id, name } = exclusion.node as { id: string; name: string };
      excluded.push({ id, name, reason: exclusion.reason as string, instruments: exclusion.instruments as { id: string; name: string }[] });
    });
    lines.forEach((line) => reliance.set(line.key, line));
    lists.push({ label: (field.alias ?? field.name).value, lines, excluded });
  };
  const operation = document.definitions.find((d) => d.kind === 'OperationDefinition')!;
  walk(operation.selectionSet, 'Query', data, null);
  return { ids: [...ids], relationships, reliance: [...reliance.values()], lists };
}

const defaultOf = (question: Question, variable: string) => question.controls.find((c) => c.variable === variable)?.initial ?? '';
