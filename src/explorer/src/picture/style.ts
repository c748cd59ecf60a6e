import type { EdgeSingular, NodeSingular, StylesheetJson } from 'cytoscape';
import type { NodeType } from '../generated/graphql';
import type { GraphLine, GraphNode } from '../graph/graph';
import { fontFamily, labelGap, linesOfHub } from './labels';
import { changeStyle } from '../then/look';
import { lineColor, lineWidth, marks, nodeColor, outlineDashes, type Theme } from './marks';

/** How the picture looks, in Cytoscape's terms. */
export function style(theme: Theme): StylesheetJson {
  const colorOf = (line: EdgeSingular) => lineColor(line.data() as GraphLine, theme);
  const kinds = (Object.keys(marks) as NodeType[]).map((kind) => {
    const { points } = marks[kind];
    return {
      selector: `node[kind = "${kind}"]`,
      style: points ? { shape: 'polygon' as const, 'shape-polygon-points': points.join(' ') } : { shape: 'ellipse' as const },
    };
  });
  return [
    {
      selector: 'node',
      style: {
        width: 'data(size)',
        height: 'data(size)',
        label: 'data(label)',
        'font-size': 'data(fontSize)',
        'text-wrap': 'wrap',
        'text-valign': 'bottom',
        'text-margin-y': labelGap,
        color: theme.ink,
        'font-family': fontFamily,
        'text-outline-color': theme.paper,
        'text-outline-width': 2.5,
        'text-background-color': theme.paper,
        'text-background-opacity': 0.7,
        'background-color': (node: NodeSingular) => nodeColor(node.data() as GraphNode, theme),
        'border-width': 1.5,
        'border-color': theme.ink,
        'overlay-opacity': 0,
      },
    },
    { selector: 'node[side = "top"]', style: { 'text-valign': 'top', 'text-margin-y': -labelGap } },
    {
      selector: 'node[side = "right"]',
      style: { 'text-halign': 'right', 'text-valign': 'center', 'text-margin-x': labelGap, 'text-margin-y': 0 },
    },
    {
      selector: 'node[side = "left"]',
      style: { 'text-halign': 'left', 'text-valign': 'center', 'text-margin-x': -labelGap, 'text-margin-y': 0 },
    },
    ...kinds,
    { selector: 'node[standing = "PRESUMED"]', style: { 'border-style': 'dashed', 'border-dash-pattern': outlineDashes } },
    {
      selector: 'edge',
      style: {
        width: (line: EdgeSingular) => lineWidth(line.data('origins') as number),
        'line-color': colorOf,
        'target-arrow-color': colorOf,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 1,
        'curve-style': 'bezier',
        'font-size': 'data(fontSize)',
        color: theme.ink,
        'text-background-color': theme.paper,
        'text-background-opacity': 0.88,
        'text-background-padding': '2px',
        'overlay-opacity': 0,
        'text-rotation': 'autorotate',
        'font-family': fontFamily,
      },
    },
    { selector: 'edge[?isStraight]', style: { 'curve-style': 'straight', 'target-arrow-shape': 'none' } },
    { selector: 'edge.told', style: { label: 'data(label)' } },
    { selector: 'edge[strength = "IMPLIED"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [8, 6] } },
    {
      selector: 'edge[?contested]',
      style: {
        'mid-target-arrow-shape': 'tee',
        'mid-target-arrow-color': colorOf,
        label: 'data(label)',
        color: theme.contested,
      },
    },
    ...changeStyle(theme),
    // What it is called lies over the other nodes, not under them.
    { selector: `node[degree >= ${linesOfHub}]`, style: { 'z-index': 5 } },
    {
      selector: 'node.picked',
      style: { 'outline-color': theme.ink, 'outline-width': 2.5, 'outline-offset': 3, 'outline-opacity': 1, 'outline-style': 'double' },
    },
    { selector: 'node.pinned', style: { 'border-width': 3.5, 'border-style': 'double' } },
    // What says nothing has no label, rather than one that is not seen: thousands of texts need not be measured.
    { selector: '.quiet', style: { label: '' } },
    { selector: '.hover, .current, node.chosen', style: { label: 'data(label)', 'z-index': 9 } },
    { selector: 'node.hover, node.current', style: { 'border-color': theme.chosen, 'border-width': 3 } },
    {
      selector: 'node.current',
      style: {
        'outline-color': theme.chosen,
        'outline-width': 2,
        'outline-offset': 4,
        'outline-opacity': 1,
      },
    },
    {
      selector: 'node.chosen',
      style: {
        'border-color': theme.chosen,
        'border-width': 5,
        'z-index': 10,
        'font-weight': 'bold',
      },
    },
    {
      selector: 'edge.chosen, edge.hover',
      style: { 'underlay-color': theme.chosen, 'underlay-opacity': 0.75, 'underlay-padding': 7, 'z-index': 10 },
    },
  ];
}
