import type { PrintedFragment, SaidFragment } from '../generated/graphql';
import { lastDay } from '../graph/words';
import type { Quote } from './brief';

/** A report that the answer rests on. */
export interface Footnote {
  readonly number: number;
  readonly title: string;
  readonly outlet: string | null;
  readonly date: string | null;
  readonly url: string | null;
  /** The report that it copies. */
  readonly copies: string | null;
  /** Whether it was published after the date that is chosen. */
  readonly isLater: boolean;
}

/** Numbers reports in the order in which they are first cited; claims without a report have none. */
export class Footnotes {
  private readonly known = new Map<string, Footnote>();

  constructor(private readonly date: string | null) {}

  get all(): readonly Footnote[] {
    return [...this.known.values()];
  }

  of(report: PrintedFragment): Footnote {
    const known = this.known.get(report.id);
    if (known) return known;
    const note = {
      number: this.known.size + 1,
      title: report.title,
      outlet: report.outlet?.name ?? report.originator?.name ?? null,
      date: report.publishedOn ?? null,
      url: report.url ?? null,
      copies: report.republishes?.title ?? null,
      isLater: this.date !== null && !!report.publishedOn && lastDay(report.publishedOn) > lastDay(this.date),
    };
    this.known.set(report.id, note);
    return note;
  }

  /** The numbers for all reports of the claims, the best one first cited. */
  cite(claims: readonly SaidFragment[]): { quote: Quote | null; notes: number[] } {
    const best = bestOf(claims);
    const quote = best?.report && {
      text: best.quote || best.statement,
      isVerbatim: !!best.quote,
      note: this.of(best.report),
    };
    const notes = claims.flatMap((claim) => (claim.report ? [this.of(claim.report).number] : []));
    return { quote: quote ?? null, notes: [...new Set(notes)].sort((a, b) => a - b) };
  }
}

/** The claim to quote: it asserts, in the words of a report that copies no other and has an address; then the earliest. */
export function bestOf(claims: readonly SaidFragment[]): SaidFragment | null {
  const rank = (claim: SaidFragment) =>
    [claim.stance === 'ASSERTS', !!claim.quote, !claim.inferred, !claim.report?.republishes, !!claim.report?.url].reduce(
      (sum, holds) => 2 * sum + Number(holds),
      0,
    );
  const day = (claim: SaidFragment) => (claim.report?.publishedOn ? lastDay(claim.report.publishedOn) : '9999');
  return (
    claims.filter((claim) => claim.report).toSorted((a, b) => rank(b) - rank(a) || (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))[0] ??
    null
  );
}
