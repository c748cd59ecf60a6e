import type { EvidenceFragment, PublicationFragment } from '../generated/graphql';

/** The claims that go back to one origin: forty copies of a wire story are one. */
export interface Origin {
  readonly key: string;
  readonly name: string;
  readonly reports: readonly Reported[];
}

/** One report with what it says. */
export interface Reported {
  readonly report: PublicationFragment | null;
  /** The reports that it copies, nearest first. */
  readonly copies: readonly PublicationFragment[];
  readonly claims: readonly EvidenceFragment[];
}

type Chain = PublicationFragment & { republishes?: Chain | null };

/** By the API's own rule: a report's root over what it copies, then that root's originator, else its outlet, else itself. */
export function originsOf(claims: readonly EvidenceFragment[]): Origin[] {
  const origins = new Map<
    string,
    {
      name: string;
      reports: Map<string, { report: PublicationFragment | null; copies: PublicationFragment[]; claims: EvidenceFragment[] }>;
    }
  >();
  for (const claim of claims) {
    const chain: Chain[] = [];
    for (let each = claim.report as Chain | null | undefined; each; each = each.republishes) chain.push(each);
    const root = chain.at(-1);
    const by = root?.originator ?? root?.outlet;
    const key = by?.id ?? root?.id ?? 'none';
    const origin = origins.get(key) ?? { name: by?.name ?? root?.title ?? 'No report', reports: new Map() };
    origins.set(key, origin);
    const id = claim.report?.id ?? 'none';
    const reported = origin.reports.get(id) ?? { report: claim.report ?? null, copies: chain.slice(1), claims: [] };
    origin.reports.set(id, reported);
    reported.claims.push(claim);
  }
  return [...origins]
    .map(([key, { name, reports }]) => ({ key, name, reports: [...reports.values()].sort((a, b) => a.copies.length - b.copies.length) }))
    .sort((a, b) => b.reports.length - a.reports.length);
}
