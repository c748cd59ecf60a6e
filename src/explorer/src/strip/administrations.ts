import type { EvidenceLens } from '../api/client';
import { ask } from '../api/client';
import { OfficesDocument, type TenuresFragment } from '../generated/graphql';
import { dayOf } from '../graph/timeline';
import { dateWords, lastDay, spanWords } from '../graph/words';

/** The time in which one person headed the government. */
export interface Administration {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Null, both: only days are known on which the person held the office. */
  readonly from: number | null;
  readonly to: number | null;
  readonly seen: readonly number[];
  readonly words: string;
}

/** Offices that head a government, those before which others stand back first: where there is a chancellor, the president does not govern. */
const heads = [/^(?:Prime Minister|Premier|Chancellor|Taoiseach) of /, /^President of /];
const holds = ['SUBSTANTIVE', 'ACTING'];

type Tenure = TenuresFragment['edges'][number];

/** Who headed the government of a country: by the titles of the offices that the graph has of it. */
export async function administrationsOf(country: { id: string; name: string }, evidence: EvidenceLens): Promise<Administration[]> {
  const { country: found } = await ask(OfficesDocument, { country: country.id, name: country.name }, evidence);
  return headsOf(
    country.name,
    [found?.officeholders, ...(found?.agencies.nodes.map((agency) => agency.officeholders) ?? [])].flatMap((each) => each?.edges ?? []),
  );
}

export function headsOf(country: string, tenures: readonly Tenure[]): Administration[] {
  const isOf = (title: string) => [country, `the ${country}`].some((name) => title.endsWith(` of ${name}`));
  const held = tenures.filter((each) => each.title && isOf(each.title) && (!each.capacity || holds.includes(each.capacity)));
  const office = heads.find((each) => held.some(({ title }) => each.test(title!)));
  return held
    .filter(({ title }) => office?.test(title!))
    .map(({ title, since, until, seenOn, node }) => ({
      id: node.id,
      name: node.name,
      title: title!,
      from: since ? dayOf(since) : null,
      to: until ? dayOf(lastDay(until)) : null,
      seen: since || until ? [] : seenOn.map((day) => dayOf(day)),
      words: spanWords(since, until) || `seen ${seenOn.map((day) => dateWords(day)).join(', ')}`,
    }));
}
