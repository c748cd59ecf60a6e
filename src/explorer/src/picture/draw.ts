import type { Core, ElementDefinition, NodeSingular } from 'cytoscape';
import type { GraphLine, GraphNode } from '../graph/graph';
import { count, lineWords } from '../graph/words';
import { changeSigns } from '../then/look';
import type { View } from '../view/view';
import { fontSize, wrap } from './labels';
import type { Positions } from './layout';
import { sizesOf } from './size';

interface Drawn {
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly positions: Positions;
  readonly view: View;
}

interface Progress {
  /** It takes more than one turn. */
  begun(): void;
  /** All nodes are there. */
  placed(): void;
  done(): void;
}

/** So many lines at most say what they are without being pointed at. */
const mostTold = 24;
const mostCurved = 400;
/** In pixels: a picture too narrow for what lines say. */
const narrow = 500;
/** More nodes than this are moved as one image until the gesture ends: ten times as many frames. */
const mostMovedAlone = 500;
/** So many elements are drawn in one turn, so that the page answers in between. */
const atOnce = 150;

/** Draws what is new and takes away what is not there any more; a large picture in several turns. Gives what ends it. */
export function draw(cy: Core, { nodes, lines, positions, view }: Drawn, progress: Progress): () => void {
  const ids = new Set([...nodes.map((node) => node.id), ...lines.map((line) => line.key)]);
  const degrees = new Map<string, number>();
  for (const { from, to } of lines) for (const id of new Set([from, to])) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const sizes = sizesOf(nodes, lines);
  const isStraight = lines.length > mostCurved;
  // An option of the renderer that Cytoscape takes at its start only, though it is looked at for each frame.
  (cy as unknown as { renderer(): { textureOnViewport: boolean } }).renderer().textureOnViewport = nodes.length > mostMovedAlone;
  const putNode = (node: GraphNode) => {
    const { kind, name, standing, change = null } = node;
    const label = wrap(change ? `${changeSigns[change]} ${name}` : name);
    const position = { ...positions.get(node.id)! };
    const known = put(cy, {
      group: 'nodes',
      data: { id: node.id, kind, name, standing, change, label, size: sizes.get(node.id)!, degree: degrees.get(node.id) ?? 0 },
      position,
      // Which names there is room for is found at the end.
      classes: 'quiet',
    });
    const at = known.position();
    if (at.x !== position.x || at.y !== position.y) known.position(position);
    known.toggleClass('chosen', node.id === view.open);
    known.toggleClass('pinned', node.id in view.pins);
    known.toggleClass('picked', view.picked.includes(node.id));
  };
  const areTold = lines.length <= mostTold && cy.width() >= narrow;
  const putLine = (line: GraphLine) => {
    const known = put(cy, {
      group: 'edges',
      data: { ...line, id: line.key, source: line.from, target: line.to, change: line.change ?? null, label: lineLabel(line), isStraight },
    });
    known.toggleClass('chosen', line.key === view.open);
    known.toggleClass('told', areTold);
  };
  cy.batch(() => {
    cy.elements()
      .filter((element) => !ids.has(element.id()))
      .remove();
  });
  const turns = [
    ...slices(nodes).map((some) => () => cy.batch(() => some.forEach(putNode))),
    () => progress.placed(),
    ...slices(lines).map((some) => () => cy.batch(() => some.forEach(putLine))),
    () => progress.done(),
  ];
  const fresh = ids.size - cy.elements().length;
  if (fresh <= 2 * atOnce) {
    turns.forEach((turn) => turn());
    return () => {};
  }
  progress.begun();
  let next: ReturnType<typeof setTimeout>;
  const go = () => {
    turns.shift()!();
    if (turns.length > 0) next = setTimeout(go);
  };
  go();
  return () => clearTimeout(next);
}

const slices = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, i) => items.slice(i * atOnce, (i + 1) * atOnce));

/** Adds an element, or gives it the data that are new: what stays as it is is not styled again. */
function put(cy: Core, element: ElementDefinition): NodeSingular {
  const known = cy.getElementById(element.data.id!);
  if (known.empty()) return cy.add({ ...element, data: { ...element.data, fontSize } }) as unknown as NodeSingular;
  for (const [key, value] of Object.entries(element.data)) if (known.data(key) !== value) known.data(key, value);
  return known;
}

function lineLabel(line: GraphLine): string {
  const kind = line.type === 'RELIES_ON' ? (line.becoming ?? count(line.origins, 'origin')) : lineWords[line.type];
  const words = line.change ? `${changeSigns[line.change]} ${kind}` : kind;
  return line.contested ? `≠ contested: ${words}` : words;
}
