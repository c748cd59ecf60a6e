import type { ComponentChildren } from 'preact';
import { ask } from '../api/client';
import { RelianceEvidenceDocument, RelianceStepsDocument, type RelianceEvidenceQuery, type RelianceStepsQuery } from '../generated/graphql';
import { lineKey } from '../graph/graph';
import { count, dateWords, enumWords, inTime, relianceWords } from '../graph/words';
import { Claims } from './Claims';
import { Explained } from './Explained';
import { Corroboration, NameButton, PanelFrame, Waiting, useAnswer, type LineProps, type PanelProps } from './PanelFrame';

/** Why one country is said to rely on another: each chain of steps, and all that is said for it. */
export function ReliancePanel({
  country,
  other,
  objective,
  date,
  evidence,
  nameOf: known,
  isPresumed,
  open,
  retry,
}: LineProps & { country: string; other: string; objective: string }) {
  const { answer, error } = useAnswer<RelianceEvidenceQuery>(
    () => ask(RelianceEvidenceDocument, { country, objective, asOf: date }, evidence),
    [country, objective, date, evidence, retry],
  );
  const edge = answer?.country?.reliesOn?.edges.find((each) => each.node.id === other);
  const names = {
    country: answer?.country?.name ?? known(country),
    other: edge?.node.name ?? known(other),
    objective: answer?.objective?.name ?? known(objective),
  };
  return (
    <PanelFrame
      kind="Why this answer"
      close={() => open(null)}
      title={
        <>
          <NameButton id={country} name={names.country} open={open} /> <em>relies on</em>{' '}
          <NameButton id={other} name={names.other} open={open} />
        </>
      }
    >
      {!answer && <Waiting error={error} />}
      {answer && !edge && <p class="note">Not so{date ? ` ${inTime(date)}` : ''}: see who was left out and why, or choose another date.</p>}
      {edge && (
        <>
          <p>
            <NameButton id={objective} name={names.objective} open={open} />
          </p>
          <p>
            <span class={`badge ${edge.strength.toLowerCase()}`}>{enumWords(edge.strength)}</span>
            {isPresumed && <span class="badge presumed">presumed</span>} {relianceWords(edge)}
          </p>
          <Corroboration of={edge.corroboration} />
          <Steps instruments={edge.through.map((each) => each.id)} {...{ country, other, objective, date, evidence, open, retry, names }} />
          <h3>Who says so</h3>
          <Claims claims={edge.evidence} date={date} open={open} />
        </>
      )}
    </PanelFrame>
  );
}

interface StepsProps extends PanelProps {
  readonly instruments: readonly string[];
  readonly country: string;
  readonly other: string;
  readonly objective: string;
  readonly names: { readonly country: string; readonly other: string; readonly objective: string };
}

type Instrument = Extract<NonNullable<RelianceStepsQuery['nodes'][number]>, { objectives: unknown }>;

function Steps({ instruments, country, other, objective, names, date, evidence, open, retry }: StepsProps) {
  const { answer, error } = useAnswer<RelianceStepsQuery>(
    () => ask(RelianceStepsDocument, { instruments: [...instruments], asOf: date }, evidence),
    [instruments.join(), date, evidence, retry],
  );
  const found = (answer?.nodes ?? []).filter((node): node is Instrument => node !== null && 'objectives' in node);
  const broader = new Map(answer?.objectives.nodes.map((each) => [each.id, each.broader.nodes.map((other) => other.id)]));
  return (
    <details class="steps" open={found.length <= 3}>
      <summary>
        {count(instruments.length, 'chain')} of steps, through <Explained isWithin text={count(instruments.length, 'instrument')} />
      </summary>
      <p class="note">
        <Explained text="Each instrument is a chain: who acts under it, whom it benefits, and what it pursues." />
      </p>
      {!answer && <Waiting error={error} />}
      <ol>
        {found.map((instrument) => (
          <li key={instrument.id}>
            <NameButton id={instrument.id} name={instrument.name} open={open} />
            <small>
              {[instrument.effective ?? instrument.signed ?? instrument.announced, instrument.ended]
                .filter((d) => d != null)
                .map((d) => dateWords(d!))
                .join(' – ')}{' '}
              · {instrument.status === 'UNKNOWN' ? 'status unknown' : enumWords(instrument.status)}
            </small>
            <ul>
              <li>
                <bdi>{names.other}</bdi>{' '}
                <Step line={lineKey('ACTS_UNDER', other, instrument.id)} open={open}>
                  acts under it
                </Step>
              </li>
              <li>
                it{' '}
                <Step line={lineKey('BENEFITS', instrument.id, country)} open={open}>
                  benefits
                </Step>{' '}
                <bdi>{names.country}</bdi>
              </li>
              {instrument.objectives.edges
                .filter((edge) => serves(edge.node.id, objective, broader))
                .map((edge) => (
                  <li key={edge.node.id}>
                    it{' '}
                    <Step line={lineKey('PURSUES', instrument.id, edge.node.id)} open={open}>
                      pursues
                    </Step>{' '}
                    <bdi>{edge.node.name}</bdi> <span class={`badge ${edge.strength.toLowerCase()}`}>{enumWords(edge.strength)}</span>
                    {edge.node.id !== objective && (
                      <>
                        , which serves <bdi>{names.objective}</bdi>
                      </>
                    )}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  );
}

const Step = ({ line, open, children }: { line: string; open: (id: string) => void; children: ComponentChildren }) => (
  <button type="button" class="link" onClick={() => open(line)}>
    {children}
  </button>
);

/** Whether the one objective is the other, or serves it in as many steps as the rule goes. */
const serves = (id: string, objective: string, broader: ReadonlyMap<string, readonly string[]>, steps = 4): boolean =>
  id === objective || (steps > 0 && (broader.get(id) ?? []).some((each) => serves(each, objective, broader, steps - 1)));
