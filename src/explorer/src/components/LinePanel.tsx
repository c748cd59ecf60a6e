import { ask } from '../api/client';
import { LineEvidenceDocument, type LineEvidenceQuery, type RelationshipType } from '../generated/graphql';
import { nameOf, readLineKey } from '../graph/graph';
import { inTime, lineWords, spanWords } from '../graph/words';
import { Claims } from './Claims';
import { Corroboration, NameButton, PanelFrame, Waiting, useAnswer, type LineProps } from './PanelFrame';
import { ReliancePanel } from './ReliancePanel';

/** The evidence behind one line. */
export function LinePanel({ line, ...props }: LineProps & { line: string }) {
  const parts = readLineKey(line)!;
  return parts.type === 'RELIES_ON' && parts.objective ? (
    <ReliancePanel key={line} country={parts.from} other={parts.to} objective={parts.objective} {...props} />
  ) : (
    <RelationshipPanel key={line} type={parts.type as RelationshipType} from={parts.from} to={parts.to} {...props} />
  );
}

function RelationshipPanel({
  type,
  from,
  to,
  date,
  evidence,
  nameOf: known,
  isPresumed,
  open,
  retry,
}: LineProps & { type: RelationshipType; from: string; to: string }) {
  const { answer, error } = useAnswer<LineEvidenceQuery>(
    () => ask(LineEvidenceDocument, { from, to, types: [type], asOf: date }, evidence),
    [type, from, to, date, evidence, retry],
  );
  const name = (id: string) => {
    const node = answer?.nodes.find((each) => each?.id === id);
    return node ? nameOf(node) : known(id);
  };
  const relationships = (answer?.paths ?? [])
    .flatMap((path) => path.steps)
    .filter((step) => step.forward)
    .map((step) => step.relationship);
  return (
    <PanelFrame
      kind="Line"
      close={() => open(null)}
      title={
        <>
          <NameButton id={from} name={name(from)} open={open} /> <em>{lineWords[type]}</em>{' '}
          <NameButton id={to} name={name(to)} open={open} />
        </>
      }
    >
      {!answer && <Waiting error={error} />}
      {answer && relationships.length === 0 && (
        <p class="note">
          {date
            ? `Not so ${inTime(date)}. Choose another date, or “ever”.`
            : `The graph has no such line${evidence ? ' by the evidence that counts' : ''}.`}
        </p>
      )}
      {relationships.map((each, i) => (
        <section key={i}>
          <p class="facts">
            {[
              spanWords(each.since, each.until),
              isPresumed && date && `presumed ${inTime(date)}`,
              each.contested && 'contested: one claim asserts it, another denies it',
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {each.evidence.length > 0 && <Corroboration of={each.corroboration} />}
          <Claims claims={each.evidence} date={date} open={open} />
        </section>
      ))}
    </PanelFrame>
  );
}
