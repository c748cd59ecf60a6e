import type { EvidenceFragment, PublicationFragment } from '../generated/graphql';
import { FlagClaim } from '../flag/FlagClaim';
import { originsOf, type Reported } from '../graph/evidence';
import { Explained } from './Explained';
import { count, dateWords, enumWords, lastDay } from '../graph/words';

interface Props {
  readonly claims: readonly EvidenceFragment[];
  /** The date that is chosen: what was published after it is marked. */
  readonly date: string | null;
  readonly open: (id: string) => void;
}

/** Claims by whom they go back to; what only copies is folded under it. */
export function Claims({ claims, date, open }: Props) {
  if (claims.length === 0)
    return <p class="note">No claim is recorded for this: it is how the graph files its sources, not something that a report says.</p>;
  return (
    <ul class="origins">
      {originsOf(claims).map((origin) => {
        const own = origin.reports.filter((each) => each.copies.length === 0);
        const copies = origin.reports.filter((each) => each.copies.length > 0);
        const shown = own.length > 0 ? own : copies.slice(0, 1);
        const folded = copies.filter((each) => !shown.includes(each));
        return (
          <li key={origin.key} class="origin">
            <h4>
              <bdi>{origin.name}</bdi>{' '}
              <small>
                <Explained isWithin text={`${count(origin.reports.length, 'report')}, 1 origin`} />
              </small>
            </h4>
            {shown.map((each) => (
              <Report key={each.report?.id ?? ''} reported={each} date={date} open={open} />
            ))}
            {folded.length > 0 && (
              <details>
                <summary>
                  <Explained isWithin text={`${count(folded.length, 'copy', 'copies')} of the same origin`} />
                </summary>
                {folded.map((each) => (
                  <Report key={each.report?.id ?? ''} reported={each} date={date} open={open} />
                ))}
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Report({ reported: { report, copies, claims }, date, open }: Omit<Props, 'claims'> & { reported: Reported }) {
  return (
    <article class="reported">
      {claims.map((claim) => (
        <Claim key={claim.id} claim={claim} open={open} />
      ))}
      {report ? <Source report={report} date={date} open={open} /> : <p class="source">no report is recorded</p>}
      {copies.length > 0 && (
        <p class="source">
          copied from <bdi>{copies.at(-1)!.title}</bdi>
          {copies.at(-1)!.outlet && (
            <>
              , <bdi>{copies.at(-1)!.outlet!.name}</bdi>
            </>
          )}
        </p>
      )}
    </article>
  );
}

/** Marks what was published after the date that is chosen. */
export const Later = ({ publishedOn, date }: { publishedOn: unknown; date: string | null }) =>
  typeof publishedOn === 'string' && date !== null && lastDay(publishedOn) > lastDay(date) ? (
    <>
      {' '}
      <span class="badge later">published after {dateWords(date)}</span>
    </>
  ) : null;

const Elsewhere = ({ address, text }: { address: string; text: string }) => (
  <a href={address} target="_blank" rel="noopener noreferrer">
    {text} ↗<span class="unseen"> (opens another site in a new tab)</span>
  </a>
);

/** Where it can be read. */
export function Source({ report, date, open }: Omit<Props, 'claims'> & { report: PublicationFragment }) {
  return (
    <p class="source">
      <button type="button" class="link" onClick={() => open(report.id)}>
        <bdi>{report.title}</bdi>
      </button>
      {' — '}
      {[report.outlet?.name, report.publishedOn && dateWords(report.publishedOn), enumWords(report.kind)].filter(Boolean).join(', ')}
      <Later publishedOn={report.publishedOn} date={date} /> ·{' '}
      {report.url ? <Elsewhere address={report.url} text="read it" /> : 'no address known'}
      {report.archivedUrl && (
        <>
          {' '}
          · <Elsewhere address={report.archivedUrl} text="archived copy" />
        </>
      )}
    </p>
  );
}

/** What is said, in our words and in theirs. */
export function Claim({ claim, open }: { claim: EvidenceFragment; open: (id: string) => void }) {
  const speakers = claim.speakers.nodes;
  return (
    <div class="claim">
      <p class="statement">
        <span class={`badge ${claim.stance.toLowerCase()}`}>{claim.stance === 'DENIES' ? '✕ denies' : '✓ asserts'}</span>
        {claim.inferred && <span class="badge inferred">inferred</span>} <bdi>{claim.statement}</bdi>
      </p>
      {claim.quote && (
        <blockquote class="quote">
          <span class="unseen">In the report’s words: </span>
          <bdi>{claim.quote}</bdi>
          {claim.quoteUrl && (
            <>
              {' '}
              <Elsewhere address={claim.quoteUrl} text="these words" />
            </>
          )}
        </blockquote>
      )}
      {claim.inferred && claim.reasoning && (
        <p class="reasoning">
          <b>How it was inferred:</b> <bdi>{claim.reasoning}</bdi>
        </p>
      )}
      <FlagClaim claim={claim} />
      {speakers.length > 0 && (
        <p class="source">
          according to{' '}
          {speakers.map((each, i) => (
            <>
              {i > 0 && ', '}
              <button key={each.id} type="button" class="link" onClick={() => open(each.id)}>
                <bdi>{each.name}</bdi>
              </button>
            </>
          ))}
        </p>
      )}
    </div>
  );
}
