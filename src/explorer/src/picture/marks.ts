import type { NodeType } from '../generated/graphql';
import { isPresumed, type GraphLine, type GraphNode, type LineType } from '../graph/graph';
import { changeColor } from '../then/look';

/** How a kind of node is drawn, in the picture, the legend and the SVG alike. Points: a polygon from -1 to 1; none: a circle. */
export interface Mark {
  readonly light: string;
  readonly dark: string;
  readonly points: readonly number[] | null;
  readonly size: number;
}

const star = Array.from({ length: 10 }, (_, i) => {
  const [radius, angle] = [i % 2 === 0 ? 1 : 0.45, (i * Math.PI) / 5 - Math.PI / 2];
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}).flat();
const square = [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9];
const cutSquare = [-0.45, -0.9, 0.45, -0.9, 0.9, -0.45, 0.9, 0.45, 0.45, 0.9, -0.45, 0.9, -0.9, 0.45, -0.9, -0.45];
const house = [0, -1, 1, -0.35, 0.8, -0.35, 0.8, 0.9, -0.8, 0.9, -0.8, -0.35, -1, -0.35];
const up = [0, -1, 1, 0.85, -1, 0.85];
const down = [-1, -0.85, 1, -0.85, 0, 1];
const diamond = [0, -1, 1, 0, 0, 1, -1, 0];
const hexagon = [-0.5, -0.87, 0.5, -0.87, 1, 0, 0.5, 0.87, -0.5, 0.87, -1, 0];
const page = [-0.75, -1, 0.3, -1, 0.75, -0.5, 0.75, 1, -0.75, 1];
const bubble = [-1, -0.8, 1, -0.8, 1, 0.5, 0, 0.5, -0.5, 1, -0.5, 0.5, -1, 0.5];
const trapezoid = [-0.5, -0.8, 0.5, -0.8, 1, 0.8, -1, 0.8];
const cross = [
  -0.35, -1, 0.35, -1, 0.35, -0.35, 1, -0.35, 1, 0.35, 0.35, 0.35, 0.35, 1, -0.35, 1, -0.35, 0.35, -1, 0.35, -1, -0.35, -0.35, -0.35,
];

// The hues are Okabe and Ito's, which the colour-blind tell apart (https://jfly.uni-koeln.de/color/); the shape says the kind as well.
export const marks: Record<NodeType, Mark> = {
  COUNTRY: { light: '#0072b2', dark: '#56b4e9', points: null, size: 34 },
  AGENCY: { light: '#56b4e9', dark: '#2f8fc4', points: house, size: 26 },
  OFFICIAL: { light: '#e69f00', dark: '#e69f00', points: up, size: 26 },
  AGREEMENT: { light: '#009e73', dark: '#1fbf93', points: square, size: 25 },
  MEASURE: { light: '#8fd3bd', dark: '#0b7d5d', points: cutSquare, size: 25 },
  OBJECTIVE: { light: '#d55e00', dark: '#f07d2a', points: star, size: 30 },
  PLACE: { light: '#b09a6c', dark: '#b09a6c', points: diamond, size: 26 },
  EVENT: { light: '#cc79a7', dark: '#dd94bb', points: hexagon, size: 26 },
  OUTLET: { light: '#6b7280', dark: '#9aa2af', points: trapezoid, size: 26 },
  JOURNALIST: { light: '#f3d27a', dark: '#a8862a', points: down, size: 24 },
  REPORT: { light: '#d5d8dd', dark: '#5b626e', points: page, size: 24 },
  CLAIM: { light: '#e9e2f5', dark: '#6f6391', points: bubble, size: 24 },
  STATISTIC: { light: '#f0e442', dark: '#c9bd1f', points: cross, size: 26 },
};

type Family = 'reliance' | 'instruments' | 'aims' | 'people' | 'places' | 'reports';

const families: Record<LineType, Family> = {
  RELIES_ON: 'reliance',
  ACTS_UNDER: 'instruments',
  BENEFITS: 'instruments',
  PARTY_TO: 'instruments',
  ISSUED: 'instruments',
  IMPLEMENTS: 'instruments',
  SIGNED: 'instruments',
  TOOK_PART_IN: 'instruments',
  TARGETS_NATIONALS_OF: 'instruments',
  RELATES_TO: 'instruments',
  PURSUES: 'aims',
  SERVES_OBJECTIVE: 'aims',
  SERVES: 'people',
  HOLDS_OFFICE: 'people',
  PART_OF: 'people',
  ATTENDED: 'people',
  WORKS_FOR: 'people',
  CONCERNS: 'places',
  SIGNED_AT: 'places',
  LIES_IN: 'places',
  LOCATED_IN: 'places',
  HELD_AT: 'places',
  ABOUT: 'reports',
  CLAIMED_BY: 'reports',
  CLAIMS_ABOUT: 'reports',
  MEASURES: 'reports',
  ORIGINATED_BY: 'reports',
  PUBLISHED_BY: 'reports',
  REPORTED_BY: 'reports',
  REPORTED_IN: 'reports',
  REPUBLISHES: 'reports',
  STATED_IN: 'reports',
  WRITTEN_BY: 'reports',
};

const familyColors: Record<Family, readonly [light: string, dark: string]> = {
  reliance: ['#1c3f6e', '#9cc4f2'],
  instruments: ['#0b7d5d', '#3fc79e'],
  aims: ['#b04a00', '#f29a5c'],
  people: ['#8a6100', '#e0b04a'],
  places: ['#77663c', '#c7b487'],
  reports: ['#6b7280', '#a3abb8'],
};

/** What both the picture and what is saved of it are drawn with. */
export interface Theme {
  readonly isDark: boolean;
  readonly paper: string;
  readonly ink: string;
  readonly contested: string;
  readonly chosen: string;
}

export const themes = {
  light: { isDark: false, paper: '#fffdf9', ink: '#20242b', contested: '#c1272d', chosen: '#c2410c' },
  dark: { isDark: true, paper: '#15181d', ink: '#e8e6e1', contested: '#ff8a80', chosen: '#ff9d5c' },
  print: { isDark: false, paper: '#ffffff', ink: '#20242b', contested: '#c1272d', chosen: '#c2410c' },
} satisfies Record<string, Theme>;

export const fill = (kind: NodeType, theme: Theme) => marks[kind][theme.isDark ? 'dark' : 'light'];
export const stroke = (type: LineType, theme: Theme) => familyColors[families[type]][theme.isDark ? 1 : 0];

/** The colour half way to the paper: what is presumed is drawn with it. */
export function fainter(color: string, theme: Theme): string {
  const channels = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const paper = channels(theme.paper);
  const mixed = channels(color).map((channel, i) => Math.round((channel + paper[i]!) / 2));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

export const nodeColor = (node: Pick<GraphNode, 'kind' | 'standing' | 'change'>, theme: Theme) =>
  isPresumed(node) || node.change === 'ended' ? fainter(fill(node.kind, theme), theme) : fill(node.kind, theme);

export function lineColor(line: Pick<GraphLine, 'type' | 'contested' | 'standing' | 'change'>, theme: Theme): string {
  if (line.change) return changeColor(line.change, theme);
  const color = line.contested ? theme.contested : stroke(line.type, theme);
  return isPresumed(line) ? fainter(color, theme) : color;
}

/** The outline of a node that is presumed, in the pattern of SVG. */
export const outlineDashes = [3, 2];

/** From so many independent origins on, a line is as wide: few steps, each of which is seen beside the next. */
export const originSteps: readonly { readonly from: number; readonly width: number }[] = [
  { from: 0, width: 1.25 },
  { from: 2, width: 2.75 },
  { from: 5, width: 4.75 },
  { from: 10, width: 7.25 },
  { from: 20, width: 10.5 },
];

export const originStep = (origins: number) => originSteps.findLastIndex(({ from }) => from <= origins);
export const lineWidth = (origins: number) => originSteps[originStep(origins)]!.width;
