import { Meaning } from '../components/Meaning';
import { LineSymbol, NodeSymbol } from '../components/Symbol';
import type { NodeType } from '../generated/graphql';
import type { GraphLine, GraphNode, LineType } from '../graph/graph';
import type { Scene } from '../graph/load';
import { kindWords, lineWords } from '../graph/words';
import { marks, stroke, type Theme } from '../picture/marks';

interface Props {
  readonly scene: Scene;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly theme: Theme;
}

/** A legend to read, without filters. */
export function Key({ scene, nodes, lines, theme }: Props) {
  const [kinds, types] = [new Set(nodes.map((node) => node.kind)), new Set(lines.map((line) => line.type))];
  return (
    <div class="figure-key">
      <ul>
        {(Object.keys(marks) as NodeType[])
          .filter((kind) => kinds.has(kind))
          .map((kind) => (
            <li key={kind}>
              <NodeSymbol kind={kind} theme={theme} /> {kindWords[kind][1]}
            </li>
          ))}
        {(Object.keys(lineWords) as LineType[])
          .filter((type) => types.has(type))
          .map((type) => (
            <li key={type}>
              <LineSymbol color={stroke(type, theme)} /> {lineWords[type]}
            </li>
          ))}
      </ul>
      <Meaning scene={scene} theme={theme} />
    </div>
  );
}
