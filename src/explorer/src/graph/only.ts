import { isPresumed, type GraphLine, type GraphNode } from './graph';
import { originStep } from '../picture/marks';

/** Entries of the legend that are more than a kind of node or line. */
const lineTests = new Map<string, (line: GraphLine) => boolean>([
  ['implied', (line) => line.strength === 'IMPLIED'],
  ['presumed', isPresumed],
  ['contested', (line) => line.contested],
]);

/** The entries of the legend as the address names them. */
export const only = {
  kind: (kind: string) => `kind:${kind}`,
  type: (type: string) => `type:${type}`,
  origins: (step: number) => `origins:${step}`,
  presumedNodes: 'presumed-nodes',
};

/** What is left when one entry of the legend is shown alone: its nodes with the lines between them, or its lines with their ends. */
export function alone(entry: string, nodes: readonly GraphNode[], lines: readonly GraphLine[]): { nodes: GraphNode[]; lines: GraphLine[] } {
  const isOfNodes = entry === only.presumedNodes || entry.startsWith(only.kind(''));
  if (isOfNodes) {
    const left = nodes.filter((node) => (entry === only.presumedNodes ? isPresumed(node) : entry === only.kind(node.kind)));
    const ids = new Set(left.map((node) => node.id));
    return { nodes: left, lines: lines.filter((line) => ids.has(line.from) && ids.has(line.to)) };
  }
  const left = lines.filter(
    (line) => entry === only.type(line.type) || entry === only.origins(originStep(line.origins)) || lineTests.get(entry)?.(line),
  );
  const ends = new Set(left.flatMap((line) => [line.from, line.to]));
  return { nodes: nodes.filter((node) => ends.has(node.id)), lines: left };
}
