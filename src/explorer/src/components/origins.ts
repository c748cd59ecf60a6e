import type { GraphLine } from '../graph/graph';
import { originStep, originSteps } from '../picture/marks';

/** The widths that the lines have, where there are several. */
export function stepsOf(lines: readonly GraphLine[]): number[] {
  const steps = [...new Set(lines.map((line) => originStep(line.origins)))].sort((a, b) => a - b);
  return steps.length > 1 ? steps : [];
}

/** `2–4 origins` */
export function stepWords(step: number): string {
  const { from } = originSteps[step]!;
  const next = originSteps[step + 1]?.from;
  if (!next) return `${from} origins or more`;
  return next === 2 ? '1 origin' : `${from}–${next - 1} origins`;
}
