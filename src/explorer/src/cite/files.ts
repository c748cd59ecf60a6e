import type { Core } from 'cytoscape';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { lineRows, nodeRows, toCsv, type Row } from '../graph/rows';
import type { Theme } from '../picture/marks';
import { toSvg } from '../picture/svg';
import { withCaption, withTexts } from './png';
import type { Source } from './source';

const text = (content: string, type: string) => new Blob([content], { type });

/** What is seen, as files that say where they are from. */
export interface Files {
  lines(): Blob;
  nodes(): Blob;
  json(): Blob;
  png(): Promise<Blob>;
  svg(): Blob;
}

export function filesOf(
  source: Source,
  scene: Scene,
  nodes: readonly GraphNode[],
  lines: readonly GraphLine[],
  cy: Core | null,
  theme: Theme,
): Files {
  const { byRow, caption, ...about } = source;
  return {
    lines: () => text(toCsv(withSource(lineRows(nodes, lines), source)), 'text/csv'),
    nodes: () => text(toCsv(withSource(nodeRows(nodes, lines), source)), 'text/csv'),
    json: () =>
      text(
        JSON.stringify(
          {
            question: source.title,
            date: scene.date,
            evidence: scene.evidence,
            link: location.href,
            source: about,
            nodes,
            lines,
            answer: scene.answer,
          },
          null,
          2,
        ),
        'application/json',
      ),
    png: async () => {
      const plain = await cy!.png({ output: 'blob-promise', full: true, scale: 2, bg: theme.paper, maxWidth: 8000, maxHeight: 8000 });
      return withTexts(await withCaption(plain, caption, theme), {
        Title: source.title,
        Description: caption.slice(1).join(' '),
        Source: source.link,
        Software: 'KnowledgeGraph',
        'Creation Time': new Date().toISOString(),
        References: references(source),
      });
    },
    svg: () => text(toSvg(cy!, theme, source.title, { caption, link: source.link, references: references(source) }), 'image/svg+xml'),
  };
}

const references = (source: Source) =>
  source.sources.map(({ title, outlet, date, url }) => [title, outlet, date, url].filter(Boolean).join('. ')).join('\n');

/** The same columns at the end of each row, so that every parser reads the file, and each row can stand alone. */
const withSource = (rows: readonly Row[], source: Source): Row[] =>
  rows.map((row) => ({
    ...row,
    cells: {
      ...row.cells,
      sources: source.byRow.get(row.key) ?? '',
      question: source.title,
      'as of': source.date,
      'graph version': source.graph.version,
      link: source.link,
    },
  }));
