import { createContext, type ComponentChildren } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { Explained } from './Explained';
import { Reliance, type AnswerProps } from './Reliance';
import type { LineType } from '../graph/graph';
import { idsIn, nameKeys, shown } from '../graph/values';
import { count, inTime, lineWords } from '../graph/words';
import { keyOf } from '../questions/answer';
import { words } from '../questions/question';
import { isDate } from '../view/view';
import { Later } from './Claims';
import { LongList } from './LongList';
import { useNames } from './names';

/** The answer as a list: who relies on whom as lines to open, all else as it was asked. */
export function Answer({ scene, open, opened }: AnswerProps) {
  if (scene.lists.length > 0)
    return (
      <>
        {scene.lists.map((list) => (
          <Reliance key={list.label} list={list} title={scene.lists.length > 1 ? words(list.label) : null} {...{ scene, open, opened }} />
        ))}
        <details class="whole">
          <summary>The answer as it was asked</summary>
          <Tree {...{ scene, open, opened }} />
        </details>
      </>
    );
  if (!scene.answer) return null;
  if (isEmpty(scene.answer))
    return (
      <p class="note">
        Nothing answers this{scene.date ? ` ${inTime(scene.date)}` : ''}. Try “ever”, another date, or other values above.
        {scene.question?.name.includes('/') &&
          ' It asks of the whole seed, which this graph may not have: the program’s verb seed loads it.'}
      </p>
    );
  return <Tree {...{ scene, open, opened }} />;
}

/** What the answer is read with: its date, and what the ids in it are called. */
const Reading = createContext<{ date: string | null; nameOf: (id: string) => string }>({ date: null, nameOf: () => '' });

function Tree({ scene, open, opened }: AnswerProps) {
  const unnamed = useMemo(() => [...new Set(idsIn(scene.answer))].filter((id) => !scene.nodes.has(id)), [scene]);
  const nameOf = useNames(unnamed);
  return (
    <Reading.Provider value={{ date: scene.date, nameOf: (id) => scene.nodes.get(id)?.name ?? nameOf(id) }}>
      <div class="tree">
        {Object.entries(scene.answer ?? {}).map(([key, value]) => (
          <Entry key={key} name={key} value={value} open={open} opened={opened} depth={0} />
        ))}
      </div>
    </Reading.Provider>
  );
}

type Data = Record<string, unknown>;
const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNothing = (value: unknown): boolean =>
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && 'nodes' in value && isNothing(value.nodes)) ||
  (isObject(value) && 'edges' in value && isNothing(value.edges));

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (isObject(value) && Object.values(value).every(isBlank));

/** Whether an answer says nothing at all. */
export const isEmpty = (answer: Data) => Object.values(answer).every((value) => isNothing(value));

/** A connection is its list: edges carry their node. */
function itemsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (isObject(value) && Array.isArray(value.edges)) return value.edges;
  if (isObject(value) && Array.isArray(value.nodes)) return value.nodes;
  return null;
}

const bounds: Record<string, readonly [ofDates: string, ofNumbers: string]> = { min: ['earliest', 'least'], max: ['latest', 'most'] };
const unseen = new Set(['id', '__typename', 'node', 'totalCount', 'pageInfo', 'cursor', 'contested', 'displayName', 'iso2', 'iso3']);
const ofLine = new Set(['type', 'from', 'to']);

function Entry({
  name,
  value,
  label: given,
  open,
  opened,
  depth,
}: {
  name: string;
  value: unknown;
  /** What it is called, where its name alone would not say. */
  label?: string | undefined;
  open: (id: string) => void;
  opened: string | null;
  depth: number;
}) {
  const label = given ?? bounds[name]?.[isDate(String(value)) ? 0 : 1] ?? words(name);
  const { nameOf } = useContext(Reading);
  if (isBlank(value)) return null;
  // Of these, only how many there are was asked for.
  if (isObject(value) && typeof value.totalCount === 'number' && !('nodes' in value) && !('edges' in value))
    return <Fact label={label}>{shown(value.totalCount, nameOf)}</Fact>;
  const items = itemsOf(value);
  if (items) {
    if (items.length === 0) return depth === 0 ? <p class="note">{label}: none</p> : null;
    if (items.every((item) => !isObject(item)))
      return (
        <Fact label={label}>
          <bdi>{items.map((item) => shown(item, nameOf)).join(', ')}</bdi>
        </Fact>
      );
    if (name === 'evidence')
      return (
        <>
          {withoutRepeats(items as Data[]).map((item, i) => (
            <Words key={i} claim={item} open={open} />
          ))}
        </>
      );
    return (
      <section class="branch">
        <h3>
          <Explained text={label} /> <small>{items.length}</small>
        </h3>
        <LongList of={items} row={(item) => <Item value={item as Data} open={open} opened={opened} depth={depth + 1} />} />
      </section>
    );
  }
  if (isObject(value)) {
    if ('independentOrigins' in value)
      return (
        <small class="fact">
          <Explained
            isWithin
            text={[
              count(Number(value.independentOrigins), 'independent origin'),
              typeof value.reports === 'number' && count(value.reports, 'report'),
              typeof value.outlets === 'number' && count(value.outlets, 'outlet'),
              typeof value.firstReportedOn === 'string' && `first reported ${inTime(value.firstReportedOn)}`,
            ]
              .filter(Boolean)
              .join(', ')}
          />
        </small>
      );
    return depth === 0 ? (
      <Item value={value} open={open} opened={opened} depth={depth} />
    ) : (
      <Fact label={label}>
        <Item value={value} open={open} opened={opened} depth={depth + 1} />
      </Fact>
    );
  }
  if (name === 'quote')
    return (
      <blockquote class="quote">
        <bdi>{String(value)}</bdi>
      </blockquote>
    );
  return <Fact label={label}>{shown(value, nameOf)}</Fact>;
}

function Item({ value, open, opened, depth }: { value: Data; open: (id: string) => void; opened: string | null; depth: number }) {
  const { date, nameOf } = useContext(Reading);
  if (!isObject(value)) return <bdi>{shown(value, nameOf)}</bdi>;
  const node = isObject(value.node) ? value.node : value;
  const id = typeof node.id === 'string' ? node.id : null;
  const key = nameKeys.find((each) => typeof node[each] === 'string');
  const line = keyOf(node);
  const rest = (data: Data) =>
    Object.entries(data)
      .filter(([each]) => !unseen.has(each) && each !== key && !(line && ofLine.has(each)))
      .map(([each, item]) => (
        <Entry key={each} name={each} value={item} label={labelIn(data, each)} open={open} opened={opened} depth={depth + 1} />
      ));
  // The start of a reliance is that of its oldest instrument, which need not be as explicit as the strongest one.
  const labelIn = (data: Data, each: string) =>
    each === 'since' && 'through' in data ? `oldest instrument${date ? ' in effect' : ''}` : undefined;
  const title = key ? String(node[key]) : id && nameOf(id);
  // A group of a count: what it has in common is its name.
  if (isObject(value.key) && Object.values(value.key).every((each) => !isObject(each))) {
    const { key: common, ...counted } = value;
    return (
      <>
        <bdi>
          {Object.values(common as Data)
            .map((each) => shown(each, nameOf))
            .join(', ')}
        </bdi>
        {rest(counted)}
      </>
    );
  }
  return (
    <>
      {title &&
        (id ? (
          <button type="button" class={depth === 0 ? 'link big' : 'link'} aria-pressed={opened === id} onClick={() => open(id)}>
            <bdi>{title}</bdi>
          </button>
        ) : (
          <bdi>{title}</bdi>
        ))}
      {line && (
        <button type="button" class="link" aria-pressed={opened === line} onClick={() => open(line)}>
          <bdi>{nameIn(node.from as Data)}</bdi> {lineWords[node.type as LineType]} <bdi>{nameIn(node.to as Data)}</bdi>
        </button>
      )}
      {value.contested === true && <span class="badge contested">contested</span>}
      <Later publishedOn={node.publishedOn} date={date} />
      {node !== value && rest(value)}
      {rest(node)}
    </>
  );
}

const nameIn = (node: Data) => String(node[nameKeys.find((each) => typeof node[each] === 'string') ?? 'id']);

/** Claims of which only the report is known are listed once a report. */
const withoutRepeats = (claims: readonly Data[]) => [
  ...new Map(claims.map((claim) => [claim.quote || claim.statement || !isObject(claim.report) ? claim : claim.report.id, claim])).values(),
];

function Words({ claim, open }: { claim: Data; open: (id: string) => void }) {
  const { date } = useContext(Reading);
  const text = claim.quote ?? claim.statement;
  const report = isObject(claim.report) ? claim.report : null;
  const outlet = report && isObject(report.outlet) ? report.outlet.name : null;
  if (typeof text !== 'string')
    return (
      report && (
        <p class="source">
          <button type="button" class="link" onClick={() => open(String(report.id))}>
            <bdi>{String(report.title ?? report.id)}</bdi>
          </button>
          {typeof outlet === 'string' && (
            <>
              {' — '}
              <bdi>{outlet}</bdi>
            </>
          )}
          <Later publishedOn={report.publishedOn} date={date} />
        </p>
      )
    );
  return (
    <blockquote class={claim.quote ? 'quote' : 'own'}>
      <bdi>{text}</bdi>
      {typeof outlet === 'string' && (
        <cite>
          {' '}
          — <bdi>{outlet}</bdi>
        </cite>
      )}
      <Later publishedOn={report?.publishedOn} date={date} />
      {typeof claim.id === 'string' && (
        <>
          {' '}
          <button type="button" class="link" onClick={() => open(claim.id as string)}>
            claim
          </button>
        </>
      )}
    </blockquote>
  );
}

const Fact = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <div class="fact">
    <span class="key">{label}</span> {children}
  </div>
);
