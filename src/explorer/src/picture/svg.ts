import type { Core, EdgeSingular, NodeSingular } from 'cytoscape';
import { isPresumed, type GraphLine, type GraphNode } from '../graph/graph';
import { wrap } from '../cite/wrap';
import { endedDashes } from '../then/look';
import { fontSize, labelGap, lineHeight, type Side } from './labels';
import { lineColor, lineWidth, marks, nodeColor, outlineDashes, type Theme } from './marks';

/** Where a picture is from, as its file says it. */
export interface About {
  readonly caption: readonly string[];
  readonly link: string;
  readonly references: string;
}

const captionSize = 12;
const captionLine = 17;
/** So wide is a letter of the caption, on the average, with something to spare. */
const letter = 0.56 * captionSize;

/** The picture as it stands, as an SVG file; with a caption under it and metadata in Dublin Core, if it is told where it is from. */
export function toSvg(cy: Core, theme: Theme, title: string, about: About | null = null): string {
  const { x1, y1, w, h } = cy.elements().boundingBox();
  const margin = 20;
  const width = Math.max(w + 2 * margin, about ? 480 : 0);
  const caption = (about?.caption ?? []).flatMap((line, i) =>
    wrap(line, width - 2 * margin, (text) => text.length * letter * (i === 0 ? 1.1 : 1)).map((text) => ({ text, isTitle: i === 0 })),
  );
  const left = x1 + w / 2 - width / 2;
  const foot = y1 + h + margin;
  const view = [left, y1 - margin, width, h + 2 * margin + (about ? caption.length * captionLine + margin : 0)].map(Math.round);
  const arrows = [...new Set(cy.edges().map((edge) => colorOf(edge, theme)))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.join(' ')}" width="${view[2]}" height="${view[3]}" font-family="system-ui, sans-serif">`,
    `<title>${escape(title)}</title>`,
    ...(about ? [`<desc>${escape(about.caption.slice(1).join(' '))}</desc>`, metadata(title, about)] : []),
    '<defs>',
    ...arrows.map(
      (color) =>
        `<marker id="to${color.slice(1)}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 10 5 0 10z" fill="${color}"/></marker>`,
    ),
    '</defs>',
    `<rect x="${view[0]}" y="${view[1]}" width="${view[2]}" height="${view[3]}" fill="${theme.paper}"/>`,
    ...cy.edges().map((edge) => line(edge, theme)),
    ...cy.nodes().map((node) => mark(node, theme)),
    ...caption.map(
      ({ text, isTitle }, i) =>
        `<text x="${round1(left + margin)}" y="${round1(foot + (i + 0.75) * captionLine)}" font-size="${captionSize}"${isTitle ? ' font-weight="bold"' : ''} fill="${theme.ink}">${escape(text)}</text>`,
    ),
    '</svg>',
  ].join('\n');
}

const metadata = (title: string, { link, references }: About) =>
  `<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about=""><dc:title>${escape(title)}</dc:title><dc:source>${escape(link)}</dc:source><dc:creator>KnowledgeGraph</dc:creator>${references
    .split('\n')
    .filter(Boolean)
    .map((each) => `<dc:relation>${escape(each)}</dc:relation>`)
    .join('')}</rdf:Description></rdf:RDF></metadata>`;

const colorOf = (edge: EdgeSingular, theme: Theme) => lineColor(edge.data() as GraphLine, theme);

function line(edge: EdgeSingular, theme: Theme): string {
  const [start, end, color] = [edge.sourceEndpoint(), edge.targetEndpoint(), colorOf(edge, theme)];
  const [bend] = edge.controlPoints() ?? [];
  const path = `M${round(start)} ${bend ? `Q${round(bend)} ` : 'L'}${round(end)}`;
  const pattern = edge.data('change') === 'ended' ? endedDashes : edge.data('strength') === 'IMPLIED' ? [8, 6] : null;
  const dashes = pattern ? ` stroke-dasharray="${pattern.join(' ')}"` : '';
  const name = (edge.hasClass('told') || edge.data('contested')) && !edge.hasClass('quiet') ? words(edge, theme) : '';
  return `<g><path d="${path}" fill="none" stroke="${color}" stroke-width="${round1(lineWidth(edge.data('origins') as number))}"${dashes} marker-end="url(#to${color.slice(1)})"/>${name}</g>`;
}

/** What a line says, along its middle and never upside down, as the picture has it. */
function words(edge: EdgeSingular, theme: Theme): string {
  const [start, end, { x, y }] = [edge.sourceEndpoint(), edge.targetEndpoint(), edge.midpoint()];
  const turn = Math.atan((end.y - start.y) / (end.x - start.x)) * (180 / Math.PI);
  const label = String(edge.data('label'));
  // So wide on the average: the line must not run through the words.
  const [width, height] = [round1(label.length * 5.8 + 4), 14];
  return `<g transform="translate(${round1(x)} ${round1(y)}) rotate(${round1(turn)})"><rect x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" fill="${theme.paper}" fill-opacity="0.88"/><text dy="0.35em" font-size="11" text-anchor="middle" fill="${edge.data('contested') ? theme.contested : theme.ink}">${escape(label)}</text></g>`;
}

function mark(node: NodeSingular, theme: Theme): string {
  const [{ x, y }, data] = [node.position(), node.data() as GraphNode];
  const { points } = marks[data.kind];
  const half = Number(node.data('size')) / 2;
  const dashes = isPresumed(data) ? ` stroke-dasharray="${outlineDashes.join(' ')}"` : '';
  const paint = `fill="${nodeColor(data, theme)}" stroke="${theme.ink}" stroke-width="1.5"${dashes}`;
  const shape = points
    ? `<polygon points="${Array.from({ length: points.length / 2 }, (_, i) => `${round1(x + points[2 * i]! * half)},${round1(y + points[2 * i + 1]! * half)}`).join(' ')}" ${paint}/>`
    : `<circle cx="${round1(x)}" cy="${round1(y)}" r="${half}" ${paint}/>`;
  const name = node.hasClass('quiet') ? '' : label(node, x, y, half);
  return `<g><title>${escape(String(node.data('name')))}</title>${shape}${name && `<g font-size="${fontSize}" fill="${theme.ink}" stroke="${theme.paper}" stroke-width="3" paint-order="stroke">${name}</g>`}</g>`;
}

/** A node's name in lines, on the side where the picture has it. */
function label(node: NodeSingular, x: number, y: number, half: number): string {
  const lines = String(node.data('label')).split('\n');
  const high = lineHeight * lines.length;
  const [at, anchor, top] = {
    bottom: [x, 'middle', y + half + labelGap],
    top: [x, 'middle', y - half - labelGap - high],
    right: [x + half + labelGap, 'start', y - high / 2],
    left: [x - half - labelGap, 'end', y - high / 2],
  }[(node.data('side') as Side | undefined) ?? 'bottom'] as [number, string, number];
  // The baseline lies some three quarters down a line.
  const text = lines
    .map((each, i) => `<tspan x="${round1(at)}" y="${round1(top + (i + 0.75) * lineHeight)}">${escape(each)}</tspan>`)
    .join('');
  return `<text text-anchor="${anchor}">${text}</text>`;
}

const round1 = (n: number) => Math.round(n * 10) / 10;
const round = ({ x, y }: { x: number; y: number }) => `${round1(x)} ${round1(y)}`;
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
