import { isPresumed, type GraphLine, type LineType } from '../graph/graph';
import { count, lineWords } from '../graph/words';

/** That one country acts for another: from who acts to whom it benefits. */
export interface Arc extends Pick<GraphLine, 'type' | 'contested' | 'standing' | 'strength' | 'origins'> {
  readonly key: string;
  /** What its evidence is found by: the line, or the instrument. */
  readonly opens: string;
  readonly from: string;
  readonly to: string;
  /** The whole in a sentence. */
  readonly says: string;
}

/** The arcs of an answer: who relies on whom, and which country acts under what benefits which other. */
export function arcsOf(lines: readonly GraphLine[], nameOf: (id: string) => string): Arc[] {
  const reliance = lines
    .filter((line) => line.type === 'RELIES_ON')
    .map((line) => ({ ...line, opens: line.key, from: line.to, to: line.from, says: sentence(line, nameOf) }));
  const benefits = Map.groupBy(
    lines.filter((line) => line.type === 'BENEFITS'),
    (line) => line.from,
  );
  const instruments = lines
    .filter((line) => line.type === 'ACTS_UNDER')
    .flatMap((acts) =>
      (benefits.get(acts.to) ?? []).filter((benefit) => benefit.to !== acts.from).map((benefit) => through(acts, benefit, nameOf)),
    );
  return [...reliance, ...instruments];
}

/** The two steps through an instrument; the weaker of them says how well it is known. */
function through(acts: GraphLine, benefit: GraphLine, nameOf: (id: string) => string): Arc {
  const type: LineType = 'ACTS_UNDER';
  const standing = [acts, benefit].some(isPresumed) ? 'PRESUMED' : acts.standing;
  return {
    key: `${acts.key} ${benefit.to}`,
    type,
    opens: acts.to,
    from: acts.from,
    to: benefit.to,
    contested: acts.contested || benefit.contested,
    standing,
    strength: null,
    origins: Math.min(acts.origins, benefit.origins),
    says: `${nameOf(acts.from)} ${lineWords[type]} ${nameOf(acts.to)}, which ${lineWords.BENEFITS} ${nameOf(benefit.to)}`,
  };
}

const sentence = ({ type, from, to }: GraphLine, nameOf: (id: string) => string) => `${nameOf(from)} ${lineWords[type]} ${nameOf(to)}`;

/** What an arc's look says, in words. */
export const remarks = (arc: Arc) =>
  [
    count(arc.origins, 'independent origin'),
    arc.strength === 'IMPLIED' && 'implied',
    isPresumed(arc) && 'presumed',
    arc.contested && 'contested',
  ]
    .filter(Boolean)
    .join(', ');

/** What stands at an arc, in few words. */
export const told = ({ origins, contested }: Arc) => `${contested ? '≠ contested: ' : ''}${count(origins, 'origin')}`;

/** In pixels: grows with each independent origin by the same. */
export const arcWidth = (origins: number) => 1.4 + 0.35 * origins;
