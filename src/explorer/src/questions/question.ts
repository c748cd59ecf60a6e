import { parse } from 'graphql/language/parser';
import { print } from 'graphql/language/printer';
import { visit } from 'graphql/language/visitor';
import type {
  DirectiveNode,
  DocumentNode,
  OperationDefinitionNode,
  SelectionSetNode,
  TypeNode,
  ValueNode,
  VariableDefinitionNode,
} from 'graphql';
import type { NodeType } from '../generated/graphql';
import { readHeader, type Header } from './header';
import { nodeTypeNamed, typeOf, enums } from './shape';

/** A named question: a GraphQL document with a sentence, and controls for its variables. */
export interface Question {
  readonly name: string;
  readonly sentence: string;
  readonly header: Header;
  /** As the file has it. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly controls: readonly Control[];
  /** The variable that is the date of the whole question, and its own date. */
  readonly date: { readonly variable: string; readonly initial: string | null } | null;
  /** What it asks for first: groups the questions. */
  readonly about: NodeType | null;
}

export interface Control {
  readonly variable: string;
  readonly label: string;
  readonly takes: 'country' | 'node' | 'nodes' | 'date' | 'number' | 'yesno' | 'choice' | 'list' | 'text';
  /** The kinds of node that can be chosen; empty: any. */
  readonly kinds: readonly NodeType[];
  readonly choices: readonly string[];
  readonly required: boolean;
  /** The question's own value, as typed. */
  readonly initial: string;
}

export interface QuestionFile {
  readonly name: string;
  readonly text: string;
}

/** Reads a file; null for one that has no query to ask. */
export function readQuestion({ name, text }: QuestionFile): Question | null {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return null;
  }
  const operation = document.definitions.find(
    (d): d is OperationDefinitionNode => d.kind === 'OperationDefinition' && d.operation === 'query',
  );
  if (!operation) return null;
  const header = readHeader(text);
  const dateVariable = dateVariableOf(operation);
  const uses = usesOf(document, operation);
  const definitions = operation.variableDefinitions ?? [];
  const root = operation.selectionSet.selections.find((s) => s.kind === 'Field');
  return {
    name,
    sentence: header.sentence || name.replaceAll('-', ' '),
    header,
    text,
    document,
    operation,
    controls: definitions
      .filter((d) => d.variable.name.value !== dateVariable && !isPaging(d) && d.defaultValue?.kind !== 'ObjectValue')
      .map((d) => control(d, uses.get(d.variable.name.value))),
    date:
      dateVariable === null
        ? null
        : { variable: dateVariable, initial: initialOf(definitions.find((d) => d.variable.name.value === dateVariable)) || null },
    about: root ? nodeTypeNamed(singular(typeOf('Query', root.name.value) ?? '')) : null,
  };
}

/** How many to fetch is no part of the question. */
const paging: Record<string, string> = { first: 'Int', last: 'Int', after: 'String', before: 'String' };
const isPaging = (d: VariableDefinitionNode) => paging[d.variable.name.value] === named(d.type).name;

const singular = (type: string) =>
  type
    .replace(/Connection$/, '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');

function dateVariableOf(operation: OperationDefinitionNode): string | null {
  const argument = operation.directives?.find((d) => d.name.value === 'asOf')?.arguments?.[0];
  return argument?.value.kind === 'Variable' ? argument.value.name.value : null;
}

interface Use {
  readonly field: string;
  readonly argument: string;
  readonly type: string | null;
}

/** Where each variable first stands as an argument's whole value. */
function usesOf(document: DocumentNode, operation: OperationDefinitionNode): Map<string, Use> {
  const uses = new Map<string, Use>();
  const walk = (set: SelectionSetNode, parent: string) => {
    for (const selection of set.selections) {
      if (selection.kind === 'FragmentSpread') continue;
      const within = selection.kind === 'Field' ? typeOf(parent, selection.name.value) : (selection.typeCondition?.name.value ?? parent);
      if (selection.kind === 'Field') {
        for (const argument of selection.arguments ?? []) {
          if (argument.value.kind === 'Variable' && !uses.has(argument.value.name.value)) {
            uses.set(argument.value.name.value, { field: selection.name.value, argument: argument.name.value, type: within });
          }
          for (const variable of codesIn(argument.value))
            if (!uses.has(variable)) uses.set(variable, { field: selection.name.value, argument: 'code', type: within });
        }
      }
      if (selection.selectionSet && within) walk(selection.selectionSet, within);
    }
  };
  walk(operation.selectionSet, 'Query');
  for (const d of document.definitions) if (d.kind === 'FragmentDefinition') walk(d.selectionSet, d.typeCondition.name.value);
  return uses;
}

/** The variables that a filter compares with the code of a country. */
function codesIn(value: ValueNode): string[] {
  if (value.kind === 'ListValue') return value.values.flatMap(codesIn);
  if (value.kind !== 'ObjectValue') return [];
  return value.fields.flatMap(({ name, value: of }) =>
    name.value === 'iso2' && of.kind === 'ObjectValue'
      ? of.fields.flatMap((each) => (each.value.kind === 'Variable' ? [each.value.name.value] : []))
      : codesIn(of),
  );
}

function control(definition: VariableDefinitionNode, use: Use | undefined): Control {
  const variable = definition.variable.name.value;
  const { name: type, isList } = named(definition.type);
  const initial = initialOf(definition);
  const prefixed = nodeTypeNamed(/^([a-z]+):/.exec(initial)?.[1] ?? '');
  const instrument = use?.type === 'Instrument' || initial.startsWith('instrument:');
  const pointed = use?.argument === 'id' ? nodeTypeNamed(use.type ?? '') : nodeTypeNamed(use?.argument ?? '');
  const kind = pointed ?? prefixed ?? (type === 'ID' ? nodeTypeNamed(variable) : null);
  const takes =
    use?.argument === 'code'
      ? 'country'
      : type === 'ID' && isList
        ? 'nodes'
        : type === 'ID'
          ? 'node'
          : isList
            ? 'list'
            : type === 'PartialDate'
              ? 'date'
              : type === 'Int' || type === 'Float'
                ? 'number'
                : type === 'Boolean'
                  ? 'yesno'
                  : enums[type]
                    ? 'choice'
                    : 'text';
  return {
    variable,
    label: words(variable),
    takes,
    kinds: isList ? [] : kind ? [kind] : instrument ? ['AGREEMENT', 'MEASURE'] : [],
    choices: enums[type] ?? [],
    required: definition.type.kind === 'NonNullType',
    initial,
  };
}

function named(type: TypeNode): { name: string; isList: boolean } {
  if (type.kind === 'NonNullType') return named(type.type);
  return type.kind === 'ListType' ? { name: named(type.type).name, isList: true } : { name: type.name.value, isList: false };
}

/** `otherObjective`: other objective. */
export const words = (name: string) =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();

function initialOf(definition: VariableDefinitionNode | undefined): string {
  return definition?.defaultValue ? typed(definition.defaultValue) : '';
}

function typed(value: ValueNode): string {
  switch (value.kind) {
    case 'ListValue':
      return value.values.map(typed).join(', ');
    case 'ObjectValue':
      return print(value);
    case 'NullValue':
      return '';
    case 'Variable':
      return '';
    default:
      return String(value.value);
  }
}

/** The values to send, of what was typed in place of the question's own. */
export function variablesOf(question: Question, given: Readonly<Record<string, string>>, date: string | null): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const each of question.controls) {
    const text = given[each.variable];
    if (text !== undefined) values[each.variable] = valueOf(each, text);
  }
  return { ...values, [question.date?.variable ?? ownDate]: date };
}

function valueOf(control: Control, text: string): unknown {
  switch (control.takes) {
    case 'nodes':
    case 'list':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean);
    case 'number':
      return text === '' ? null : Number(text);
    case 'yesno':
      return text === 'true';
    default:
      return text === '' && !control.required ? null : text;
  }
}

const ownDate = 'pageDate';

/** The document with a date for all of it, where it has none of its own; as known then, if that is asked for. */
export function withDate(question: Question, isAsKnown: boolean): DocumentNode {
  const dated = question.date
    ? question.document
    : (visit(question.document, {
        OperationDefinition: (operation) => ({
          ...operation,
          directives: [...(operation.directives ?? []).filter((d) => d.name.value !== 'asOf'), ...dateDirective],
          variableDefinitions: [...(operation.variableDefinitions ?? []), ...dateDefinition],
        }),
      }) as DocumentNode);
  return isAsKnown ? asKnownOn(dated, question.date?.variable ?? ownDate) : dated;
}

/** The document over what had been published by its date; what else it says of the evidence stays. */
function asKnownOn(document: DocumentNode, variable: string): DocumentNode {
  const [directive] = (parse(`query @evidence(publishedBy: $${variable}) { __typename }`).definitions[0] as OperationDefinitionNode)
    .directives!;
  return visit(document, {
    OperationDefinition: (operation) => {
      const isEvidence = (d: DirectiveNode) => d.name.value === 'evidence';
      const own = (operation.directives ?? []).find(isEvidence)?.arguments ?? [];
      const others = own.filter((argument) => argument.name.value !== 'publishedBy');
      return {
        ...operation,
        directives: [
          ...(operation.directives ?? []).filter((d) => !isEvidence(d)),
          { ...directive!, arguments: [...directive!.arguments!, ...others] },
        ],
      };
    },
  }) as DocumentNode;
}

const parsedDate = parse(`query ($${ownDate}: PartialDate) @asOf(date: $${ownDate}) { __typename }`)
  .definitions[0] as OperationDefinitionNode;
const dateDirective = parsedDate.directives!;
const dateDefinition = parsedDate.variableDefinitions!;
