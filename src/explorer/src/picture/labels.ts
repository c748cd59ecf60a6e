import type { Core, EdgeSingular, NodeSingular } from 'cytoscape';
import { Boxes, lengthIn, middle, overlap, within, type Box, type Point } from './boxes';

/** In pixels of a page of usual size, however far the picture is zoomed out. */
export const fontSize = 12.5;
export const fontFamily = 'system-ui, "Segoe UI", "Noto Sans", sans-serif';
export const lineHeight = 15;
/** What lines say is written smaller than what nodes are called. */
const lineShare = 0.9;
/** Around the letters, left and right. */
const outline = 5;
/** Half the width of an arrow. */
const arrow = 5;
/** Between a node and its label, in the picture's own measure. */
export const labelGap = 4;
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

/** Where a label stands by its node; tried in this order. */
const sides = ['bottom', 'top', 'right', 'left'] as const;
export type Side = (typeof sides)[number];
/** A node with as many lines, or that is chosen, is what a picture is about: it has its label even over other nodes. */
export const linesOfHub = 12;

/**
 * Makes labels as large as they are read, each on the side of its node where the least of the node's own lines runs; leaves out those that
 * would lie on another or run out of the picture: the least connected first.
 */
export function arrangeLabels(cy: Core) {
  const zoom = cy.zoom();
  const scale = Math.max(zoom, pageScale());
  const [sight, view]: Box[] = [
    [0, 0, cy.width(), cy.height()],
    [-50, -50, cy.width() + 50, cy.height() + 50],
  ];
  const [bodies, texts] = [new Boxes(), new Boxes()];
  coversOf(cy).forEach((box) => texts.add(box));
  const nodes = cy.nodes().toArray() as NodeSingular[];
  const near = nodes
    .map((node) => ({ node, body: bodyOf(node, zoom), rank: rankOf(node) }))
    .filter(({ body }) => overlap(body, view!))
    .sort((a, b) => b.rank - a.rank || (a.node.id() < b.node.id() ? -1 : 1));
  near.forEach(({ body }) => bodies.add(body));
  const told = new Map<string, Side>();
  for (const { node, body, rank } of near) {
    const places = sides
      .map((side) => ({ side, box: labelOf(node, side, body, scale) }))
      .filter(({ box }) => within(box, sight!) && !texts.hits(box))
      .map((place) => ({ ...place, covered: bodies.count(place.box) }));
    const least = Math.min(...places.map(({ covered }) => covered));
    if (places.length === 0 || (least > 0 && rank < linesOfHub)) continue;
    const [place] = places
      .filter(({ covered }) => covered === least)
      .map((each) => ({ ...each, lines: lengthOfLinesIn(each.box, node) }))
      .sort((a, b) => a.lines - b.lines);
    texts.add(place!.box);
    told.set(node.id(), place!.side);
  }
  const lines = (cy.edges('.told, [?contested]').toArray() as EdgeSingular[]).sort(
    (a, b) => Number(b.data('contested')) - Number(a.data('contested')),
  );
  const toldLines = new Set<string>();
  for (const line of lines) {
    const boxes = boxesAlong(line, scale * lineShare);
    if (boxes.some((box) => bodies.hits(box) || texts.hits(box))) continue;
    boxes.forEach((box) => texts.add(box));
    toldLines.add(line.id());
  }
  cy.batch(() => {
    for (const node of nodes) {
      const side = told.get(node.id());
      if (side && node.data('side') !== side) node.data('side', side);
      say(node, side !== undefined);
    }
    for (const line of lines) say(line, toldLines.has(line.id()));
    cy.elements('.chosen, .current').forEach(makeLegible);
  });
}

/** What of the page lies over the picture. */
function coversOf(cy: Core): Box[] {
  const here = cy.container()!.getBoundingClientRect();
  return [...cy.container()!.parentElement!.querySelectorAll('.below > *')].map((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left - here.left, top - here.top, right - here.left, bottom - here.top];
  });
}

function say(element: NodeSingular | EdgeSingular, isTold: boolean) {
  element.toggleClass('quiet', !isTold);
  if (isTold) makeLegible(element);
}

/** Gives what an element says its size for the present zoom: to be done for whatever says something. */
export function makeLegible(element: NodeSingular | EdgeSingular) {
  const size = fontSize * (element.isEdge() ? lineShare : 1) * Math.max(1, pageScale() / element.cy().zoom());
  const rounded = Math.round(size * 10) / 10;
  if (element.data('fontSize') !== rounded) element.data('fontSize', rounded);
}

/** How much larger than usual the page is written, as on a large screen. */
export const pageScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

const rankOf = (node: NodeSingular) => (node.hasClass('chosen') ? 1e6 : 0) + Number(node.data('degree'));

function bodyOf(node: NodeSingular, zoom: number): Box {
  const { x, y } = node.renderedPosition();
  const half = (Number(node.data('size')) / 2) * zoom;
  return [x - half, y - half, x + half, y + half];
}

/** The room that a node's label takes, in pixels of a page of usual size. */
export function sizeOf(node: NodeSingular): { w: number; h: number } {
  const lines = String(node.data('label')).split('\n');
  const font = `${node.hasClass('chosen') ? 'bold ' : ''}${fontSize}px ${fontFamily}`;
  return { w: Math.max(...lines.map((line) => widthOf(line, font))) + outline, h: lines.length * lineHeight };
}

const pen = document.createElement('canvas').getContext('2d')!;
const widths = new Map<string, number>();

export function widthOf(text: string, font: string): number {
  const key = `${font} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    pen.font = font;
    width = pen.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

function labelOf(node: NodeSingular, side: Side, [left, top, right, bottom]: Box, scale: number): Box {
  const { w, h } = sizeOf(node);
  const [half, high, gap] = [(w * scale) / 2, h * scale, labelGap * node.cy().zoom() + 1];
  const [x, y] = middle([left, top, right, bottom]);
  switch (side) {
    case 'bottom':
      return [x - half, bottom + gap, x + half, bottom + gap + high];
    case 'top':
      return [x - half, top - gap - high, x + half, top - gap];
    case 'right':
      return [right + gap, y - high / 2, right + gap + 2 * half, y + high / 2];
    case 'left':
      return [left - gap - 2 * half, y - high / 2, left - gap, y + high / 2];
  }
}

/** How much of what the node's lines draw lies in a box or touches it: each goes by the middle of its way, as those of a pair are bent. */
function lengthOfLinesIn([left, top, right, bottom]: Box, node: NodeSingular): number {
  const box: Box = [left - arrow, top - arrow, right + arrow, bottom + arrow];
  const point = ({ x, y }: { x: number; y: number }): Point => [x, y];
  return (node.connectedEdges().toArray() as EdgeSingular[]).reduce((sum, line) => {
    const [start, half, end] = [line.source().renderedPosition(), line.renderedMidpoint(), line.target().renderedPosition()].map(point);
    return sum + lengthIn(box, start!, half!) + lengthIn(box, half!, end!);
  }, 0);
}

/** What a line says goes along it: boxes as high as the text, from its one end to the other. */
function boxesAlong(line: EdgeSingular, scale: number): Box[] {
  const [{ x, y }, from, to] = [line.renderedMidpoint(), line.renderedSourceEndpoint(), line.renderedTargetEndpoint()];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [across, down] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [half, reach] = [(lineHeight / 2) * scale, (widthOf(String(line.data('label')), `${fontSize}px ${fontFamily}`) * scale) / 2];
  const count = Math.max(1, Math.ceil(reach / half));
  return Array.from({ length: count }, (_, i) => {
    const along = count === 1 ? 0 : (reach - half) * ((2 * i) / (count - 1) - 1);
    const [cx, cy] = [x + across * along, y + down * along];
    return [cx - half, cy - half, cx + half, cy + half];
  });
}
