import type { NodeType, RelationKind, SpansQuery, Standing } from '../generated/graphql';
import { kindOf, lineKey, nameOf } from '../graph/graph';
import { dayOf } from '../graph/timeline';
import { dateWords, lastDay } from '../graph/words';
import type { Administration } from './administrations';

/** From when to when something is in effect, in days from 1970. */
export interface Span {
  readonly id: string;
  readonly name: string;
  readonly kind: NodeType;
  /** What a click on it opens. */
  readonly opens: string;
  /** Null: no date is known. */
  readonly from: number | null;
  /** Null: no end is known. */
  readonly to: number | null;
  /** The last day that the evidence reaches, where no end is known: from then on it is presumed. Null: presumed from the start. */
  readonly known: number | null;
  /** Its dates in words. */
  readonly words: string;
}

/** One instrument ends, reinstates or succeeds another. */
export interface Relation {
  readonly kind: RelationKind;
  readonly from: string;
  readonly to: string;
}

/** What has its time side by side: the instruments through which one country is relied on, or the offices of one person. */
export interface Row {
  readonly key: string;
  /** Null: the span says itself what it is. */
  readonly name: string | null;
  /** What a click on the name opens; null: nothing. */
  readonly opens: string | null;
  readonly spans: readonly Span[];
}

export interface Strip {
  readonly rows: readonly Row[];
  readonly relations: readonly Relation[];
  /** The country whose administrations these are. */
  readonly country: string | null;
  readonly administrations: readonly Administration[];
}

type Found = NonNullable<SpansQuery['nodes'][number]>;
export type Instrument = Extract<Found, { relatedFrom: unknown }>;
export type Official = Extract<Found, { offices: unknown }>;

export const isInstrument = (node: Found): node is Instrument => 'relatedFrom' in node;
export const isOfficial = (node: Found): node is Official => 'offices' in node;

const firstDayOf = (date: string | null | undefined) => (date ? dayOf(date) : null);
const lastDayOf = (date: string | null | undefined) => (date ? dayOf(lastDay(date)) : null);
const words = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join(', ');

/** The span of an instrument, as the server reckons its standing; null for one that never took effect. */
export function spanOf(node: Instrument): Span | null {
  if (node.standing === ('NEVER' satisfies Standing)) return null;
  const start = node.effective ?? node.signed ?? node.announced ?? null;
  const end = node.ended ?? (node.standing === 'ENDED' ? node.statusAsOf : null) ?? null;
  return {
    id: node.id,
    name: nameOf(node),
    kind: kindOf(node.__typename),
    opens: node.id,
    from: firstDayOf(start),
    to: lastDayOf(end),
    known: lastDayOf(node.knownUntil),
    words: words(
      start ? `from ${dateWords(start)}` : 'start unknown',
      end ? `until ${dateWords(end)}` : node.knownUntil ? `known until ${dateWords(node.knownUntil)}, presumed since` : 'presumed',
    ),
  };
}

/** The terms of office of an official. Where only days are known, from the first to the last of them. */
export function termsOf(node: Official): Span[] {
  return node.offices.edges.map(({ title, since, until, seenOn, knownUntil, node: party }) => {
    const seen = since || until ? [] : [...seenOn].sort();
    const [start, end] = [since ?? seen[0], until ?? seen.at(-1)];
    return {
      id: `${node.id} ${title} ${start}`,
      name: title ?? nameOf(party),
      kind: 'OFFICIAL',
      opens: lineKey('HOLDS_OFFICE', node.id, party.id),
      from: firstDayOf(start),
      to: lastDayOf(end),
      known: lastDayOf(knownUntil),
      words:
        seen.length > 0
          ? `seen ${seen.map((day) => dateWords(day)).join(', ')}`
          : words(start && `from ${dateWords(start)}`, end && `until ${dateWords(end)}`),
    };
  });
}
