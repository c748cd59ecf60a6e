import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask, type AskError } from '../api/client';
import {
  LineEvidenceDocument,
  RelianceEvidenceDocument,
  RelianceStepsDocument,
  type CorroboratedFragment,
  type LineEvidenceQuery,
  type RelianceEvidenceQuery,
  type RelianceStepsQuery,
  type RelationshipType,
} from '../generated/graphql';
import { lineKey, nameOf, readLineKey } from '../graph/graph';
import { count, dateWords, inTime, enumWords, lineWords, spanWords } from '../graph/words';
import { Claims } from './Claims';

export interface PanelProps {
  readonly date: string | null;
  readonly open: (id: string | null) => void;
  readonly retry: number;
}

/** Asks, and asks again when what it depends on changes; keeps the old answer until the new one is there. */
export function useAnswer<T>(make: () => Promise<T>, on: readonly unknown[]): { answer: T | null; error: AskError | null } {
  const [state, setState] = useState<{ answer: T | null; error: AskError | null }>({ answer: null, error: null });
  useEffect(() => {
    let isStale = false;
    make().then(
      (answer) => {
        if (!isStale) setState({ answer, error: null });
      },
      (error: AskError) => {
        if (!isStale) setState({ answer: null, error });
      },
    );
    return () => {
      isStale = true;
    };
  }, on);
  return state;
}

export function PanelFrame({
  kind,
  title,
  children,
  close,
}: {
  kind: string;
  title: ComponentChildren;
  children: ComponentChildren;
  close: () => void;
}) {
  return (
    <aside
      class="panel"
      aria-labelledby="panel-title"
      onKeyDown={(e) => {
        if (e.key === 'Escape') close();
      }}
    >
      <header>
        <p class="kind">{kind}</p>
        <button type="button" class="close" aria-label="Close the evidence" onClick={close}>
          ×
        </button>
        <h2 id="panel-title" tabIndex={-1}>
          {title}
        </h2>
      </header>
      {children}
    </aside>
  );
}

export const Waiting = ({ error }: { error: AskError | null }) =>
  error ? (
    <p class="note" role="alert">
      {error.message}
    </p>
  ) : (
    <p class="note" aria-busy="true">
      Loading …
    </p>
  );

export const Corroboration = ({ of }: { of: CorroboratedFragment }) => (
  <p class="corroboration">
    <b>{count(of.independentOrigins, 'independent origin')}</b> · {count(of.reports, 'report')} · {count(of.outlets, 'outlet')}
    {of.firstReportedOn && <> · first reported {dateWords(of.firstReportedOn)}</>}
  </p>
);

interface LineProps extends PanelProps {
  /** What a node is called as far as the picture knows, until its answer is there; else its id. */
  readonly nameOf: (id: string) => string;
  /** Whether the picture has it as presumed. */
  readonly isPresumed: boolean;
}

/** The evidence behind one line. */
export function LinePanel({ line, ...props }: LineProps & { line: string }) {
  const parts = readLineKey(line)!;
  return parts.type === 'RELIES_ON' && parts.objective ? (
    <ReliancePanel key={line} country={parts.from} other={parts.to} objective={parts.objective} {...props} />
  ) : (
    <RelationshipPanel key={line} type={parts.type as RelationshipType} from={parts.from} to={parts.to} {...props} />
  );
}

const NameButton = ({ id, name, open }: { id: string; name: string; open: (id: string) => void }) => (
  <button type="button" class="link" onClick={() => open(id)}>
    <bdi>{name}</bdi>
  </button>
);

function RelationshipPanel({
  type,
  from,
  to,
  date,
  nameOf: known,
  isPresumed,
  open,
  retry,
}: LineProps & { type: RelationshipType; from: string; to: string }) {
  const { answer, error } = useAnswer<LineEvidenceQuery>(
    () => ask(LineEvidenceDocument, { from, to, types: [type], asOf: date }),
    [type, from, to, date, retry],
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
        <p class="note">{date ? `Not so ${inTime(date)}. Choose another date, or “ever”.` : 'The graph has no such line.'}</p>
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

/** Why one country is said to rely on another: each chain of steps, and all that is said for it. */
function ReliancePanel({
  country,
  other,
  objective,
  date,
  nameOf: known,
  isPresumed,
  open,
  retry,
}: LineProps & { country: string; other: string; objective: string }) {
  const { answer, error } = useAnswer<RelianceEvidenceQuery>(
    () => ask(RelianceEvidenceDocument, { country, objective, asOf: date }),
    [country, objective, date, retry],
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
            {isPresumed && <span class="badge presumed">presumed</span>} {spanWords(edge.since, edge.until)}
          </p>
          <Corroboration of={edge.corroboration} />
          <Steps instruments={edge.through.map((each) => each.id)} {...{ country, other, objective, date, open, retry, names }} />
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

function Steps({ instruments, country, other, objective, names, date, open, retry }: StepsProps) {
  const { answer, error } = useAnswer<RelianceStepsQuery>(
    () => ask(RelianceStepsDocument, { instruments: [...instruments], asOf: date }),
    [instruments.join(), date, retry],
  );
  const found = (answer?.nodes ?? []).filter((node): node is Instrument => node !== null && 'objectives' in node);
  const broader = new Map(answer?.objectives.nodes.map((each) => [each.id, each.broader.nodes.map((other) => other.id)]));
  return (
    <details class="steps" open={found.length <= 3}>
      <summary>
        {count(instruments.length, 'chain')} of steps, through {count(instruments.length, 'instrument')}
      </summary>
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
