import type { Theme } from '../../picture/marks';

// The hues of Okabe and Ito, which the colour-blind tell apart, each with a contrast of 3 to 1 to the paper at least. Shapes and words say the same.
const hues: readonly (readonly [light: string, dark: string])[] = [
  ['#0072b2', '#56b4e9'],
  ['#d55e00', '#f07d2a'],
  ['#00855f', '#1fbf93'],
  ['#b0568a', '#dd94bb'],
  ['#8a6100', '#e0b04a'],
  ['#6b7280', '#a3abb8'],
];

export const hue = (i: number, theme: Theme) => hues[i % hues.length]![theme.isDark ? 1 : 0];

const shapes = ['circle', 'square2', 'triangle', 'diamond2', 'cross', 'star'] as const;

export const shape = (i: number) => shapes[i % shapes.length]!;
