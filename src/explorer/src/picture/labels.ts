import type { Core, EdgeSingular, NodeSingular } from 'cytoscape';

/** In pixels of a page of usual size, however far the picture is zoomed out. */
export const fontSize = 12.5;
const charWidth = 6.6;
const lineHeight = 15;
/** What lines say is written smaller than what nodes are called. */
const lineShare = 0.9;
const longestLine = 20;
const mostLines = 3;

/** A name in at most three short lines; the whole of it is in the panel and the table. */
export function wrap(name: string): string {
  const lines: string[] = [''];
  for (const word of name.replace(/\s+/g, ' ').trim().split(' ')) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length >= longestLine) lines.push(word);
    else lines[last] = lines[last] ? `${lines[last]} ${word}` : word;
  }
  const shown = lines.slice(0, mostLines).map((line) => (line.length > longestLine + 4 ? `${line.slice(0, longestLine + 2)}…` : line));
  if (lines.length > mostLines && !shown[mostLines - 1]!.endsWith('…')) shown[mostLines - 1] += ' …';
  return shown.join('\n');
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Makes labels as large as they are read, and leaves out those that would lie on another: the least connected first. */
export function arrangeLabels(cy: Core) {
  const zoom = cy.zoom();
  const scale = Math.max(zoom, pageScale());
  const view: Box = [-50, -50, cy.width() + 50, cy.height() + 50];
  const taken = new Boxes();
  const nodes = cy.nodes().toArray() as NodeSingular[];
  const near = nodes
    .map((node) => ({ node, body: bodyOf(node, zoom), rank: rankOf(node) }))
    .filter(({ body }) => overlap(body, view))
    .sort((a, b) => b.rank - a.rank || (a.node.id() < b.node.id() ? -1 : 1));
  near.forEach(({ body }) => taken.add(body));
  const told = new Set<string>();
  for (const { node } of near) {
    const box = labelOf(node, scale, zoom);
    if (taken.hits(box)) continue;
    taken.add(box);
    told.add(node.id());
  }
  const lines = cy.edges('.told, [?contested]').toArray() as EdgeSingular[];
  for (const line of lines.sort((a, b) => Number(b.data('contested')) - Number(a.data('contested')))) {
    const boxes = boxesAlong(line, scale * lineShare);
    if (boxes.some((box) => taken.hits(box))) continue;
    boxes.forEach((box) => taken.add(box));
    told.add(line.id());
  }
  cy.batch(() => {
    for (const element of [...nodes, ...lines]) {
      element.toggleClass('quiet', !told.has(element.id()));
      if (told.has(element.id())) makeLegible(element);
    }
    cy.elements('.chosen, .current').forEach(makeLegible);
  });
}

/** Gives what an element says its size for the present zoom: to be done for whatever says something. */
export function makeLegible(element: NodeSingular | EdgeSingular) {
  const size = fontSize * (element.isEdge() ? lineShare : 1) * Math.max(1, pageScale() / element.cy().zoom());
  const rounded = Math.round(size * 10) / 10;
  if (element.data('fontSize') !== rounded) element.data('fontSize', rounded);
}

/** How much larger than usual the page is written, as on a large screen. */
const pageScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

const rankOf = (node: NodeSingular) => (node.hasClass('chosen') ? 1e6 : 0) + Number(node.data('degree'));

function bodyOf(node: NodeSingular, zoom: number): Box {
  const { x, y } = node.renderedPosition();
  const half = (Number(node.data('size')) / 2) * zoom;
  return [x - half, y - half, x + half, y + half];
}

function labelOf(node: NodeSingular, scale: number, zoom: number): Box {
  const lines = String(node.data('label')).split('\n');
  const { x, y } = node.renderedPosition();
  const half = (Math.max(...lines.map((line) => line.length)) * charWidth * scale) / 2;
  const top = y + (Number(node.data('size')) / 2 + 4) * zoom + 1;
  return [x - half, top, x + half, top + lines.length * lineHeight * scale];
}

/** What a line says goes along it: boxes as high as the text, from its one end to the other. */
function boxesAlong(line: EdgeSingular, scale: number): Box[] {
  const [{ x, y }, from, to] = [line.renderedMidpoint(), line.renderedSourceEndpoint(), line.renderedTargetEndpoint()];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [across, down] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [half, reach] = [(lineHeight / 2) * scale, (String(line.data('label')).length * charWidth * scale) / 2];
  const count = Math.max(1, Math.ceil(reach / half));
  return Array.from({ length: count }, (_, i) => {
    const along = count === 1 ? 0 : (reach - half) * ((2 * i) / (count - 1) - 1);
    const [cx, cy] = [x + across * along, y + down * along];
    return [cx - half, cy - half, cx + half, cy + half];
  });
}

const overlap = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Boxes by the cells of a grid that they touch. */
class Boxes {
  private readonly cells = new Map<string, Box[]>();

  add(box: Box) {
    for (const cell of cellsOf(box)) this.cells.set(cell, [...(this.cells.get(cell) ?? []), box]);
  }

  hits(box: Box): boolean {
    return cellsOf(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)));
  }
}

function cellsOf([left, top, right, bottom]: Box): string[] {
  const cells: string[] = [];
  for (let x = Math.floor(left / 80); x <= Math.floor(right / 80); x++)
    for (let y = Math.floor(top / 80); y <= Math.floor(bottom / 80); y++) cells.push(`${x}:${y}`);
  return cells;
}
