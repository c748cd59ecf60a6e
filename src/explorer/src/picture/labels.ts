import type { Core, NodeSingular } from 'cytoscape';

/** On the screen, in pixels, however far the picture is zoomed out. */
const fontSize = 12.5;
const charWidth = 6.6;
const lineHeight = 15;
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
  const size = Math.round((fontSize / Math.min(zoom, 1)) * 10) / 10;
  const view: Box = [-50, -50, cy.width() + 50, cy.height() + 50];
  const taken = new Boxes();
  const nodes = cy.nodes().toArray() as NodeSingular[];
  const near = nodes.filter((node) => overlap(bodyOf(node, zoom), view));
  near.forEach((node) => taken.add(bodyOf(node, zoom)));
  near.sort((a, b) => rank(b) - rank(a) || (a.id() < b.id() ? -1 : 1));
  const quiet = new Set<string>(nodes.map((node) => node.id()));
  for (const node of near) {
    const box = labelOf(node, Math.max(zoom, 1), zoom);
    if (!taken.hits(box)) {
      taken.add(box);
      quiet.delete(node.id());
    }
  }
  cy.batch(() => {
    for (const node of nodes) {
      if (node.data('fontSize') !== size) node.data('fontSize', size);
      node.toggleClass('quiet', quiet.has(node.id()));
    }
    cy.edges().forEach((edge) => {
      if (edge.data('fontSize') !== size) edge.data('fontSize', Math.round(size * 9) / 10);
    });
  });
}

const rank = (node: NodeSingular) => (node.hasClass('chosen') ? 1e6 : 0) + node.degree(false);

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
