import type { NodeType } from '../generated/graphql';
import shape from '../generated/shape.json';

const fields: Record<string, Record<string, string>> = shape.fields;
const nodes = new Set(shape.nodes);

/** The members of each enum of the schema. */
export const enums: Record<string, string[]> = shape.enums;

/** The type of a field that has fields itself; null for a scalar. */
export const typeOf = (parent: string, field: string): string | null => fields[parent]?.[field] ?? null;

/** Whether all values of the type are nodes, which have an id. */
export const isNodeType = (type: string) => nodes.has(type);

const kinds = new Set(enums['NodeType']);

/** The kind of node that a type or an argument is named after. */
export function nodeTypeNamed(name: string): NodeType | null {
  const upper = name.toUpperCase();
  return kinds.has(upper) ? (upper as NodeType) : null;
}
