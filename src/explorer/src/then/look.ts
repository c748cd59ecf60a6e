import type { Change } from '../graph/graph';
import type { StylesheetJson } from 'cytoscape';
import type { Theme } from '../picture/marks';

// Bluish green, grey and amber, which the colour-blind tell apart. Each also has a sign, a word, and on lines a shape of its own.
const colors: Record<Change, readonly [light: string, dark: string]> = {
  begun: ['#007f5f', '#3fc79e'],
  ended: ['#8a8f98', '#78808c'],
  changed: ['#a85f00', '#f0b429'],
};
export const changeColor = (change: Change, theme: Theme) => colors[change][theme.isDark ? 1 : 0];

/** What stands before a name or words, so that nothing is told by colour alone. */
export const changeSigns: Record<Change, string> = { begun: '+', ended: '−', changed: '±' };

/** The pattern of a line that ended. */
export const endedDashes = [2, 5];

/** Some kinds of line are green themselves: what began stands out from those too. */
const halo = { 'underlay-opacity': 0.2, 'underlay-padding': 4 };

/** How the picture shows what became of nodes and lines, in Cytoscape's terms. Lines have their colour from `lineColor`. */
export function changeStyle(theme: Theme): StylesheetJson {
  const [begun, ended, changed] = (['begun', 'ended', 'changed'] as const).map((change) => changeColor(change, theme));
  return [
    { selector: 'node[change = "begun"]', style: { 'border-width': 4, 'border-color': begun } },
    { selector: 'node[change = "ended"]', style: { 'border-style': 'dotted', 'border-color': ended, 'text-opacity': 0.75 } },
    {
      selector: 'edge[change = "begun"]',
      style: { 'source-arrow-shape': 'circle', 'source-arrow-color': begun, 'underlay-color': begun, ...halo },
    },
    {
      selector: 'edge[change = "ended"]',
      style: { 'line-style': 'dashed', 'line-dash-pattern': endedDashes, 'target-arrow-fill': 'hollow' },
    },
    {
      selector: 'edge[change = "changed"]',
      style: { 'source-arrow-shape': 'diamond', 'source-arrow-color': changed, 'underlay-color': changed, ...halo },
    },
  ];
}
