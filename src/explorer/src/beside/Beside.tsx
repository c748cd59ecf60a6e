import { Fragment } from 'preact';
import { ask, type EvidenceLens } from '../api/client';
import { NameButton, useAnswer, Waiting } from '../components/PanelFrame';
import { NodeSymbol } from '../components/Symbol';
import { BesideDocument, type BesideQuery } from '../generated/graphql';
import { kindOf, nameOf } from '../graph/graph';
import { typesFrom } from '../graph/neighbours';
import { inTime, lineWords, kindWords } from '../graph/words';
import type { Theme } from '../picture/marks';
import { few, type Clause } from '../then/clause';
import { Words } from '../then/Sentence';
import { groupsOf, type Group, type Item } from './common';
import { factsOf, type Node } from './facts';

interface Props {
  readonly ids: readonly [string, string];
  readonly date: string | null;
  readonly evidence: EvidenceLens;
  readonly theme: Theme;
  readonly open: (id: string) => void;
  readonly opened: string | null;
  readonly close: () => void;
}

const mostRelationships = 300;

/** Two nodes of one kind, column by column: what each has, and what they have in common. */
export function Beside({ ids, date, evidence, theme, open, opened, close }: Props) {
  const { answer, error } = useAnswer<BesideQuery>(
    () => ask(BesideDocument, { ids: [...ids], types: typesFrom(ids[0]), first: mostRelationships, asOf: date }, evidence),
    [ids.join(), date, evidence],
  );
  const [one, other] = ids.map((id) => answer?.nodes.find((node) => node?.id === id) ?? null);
  return (
    <section class="beside" aria-labelledby="beside-title">
      <header>
        <h2 id="beside-title">Side by side{date ? `, ${inTime(date)}` : ''}</h2>
        <button type="button" onClick={close}>
          Back to the answer
        </button>
      </header>
      {!answer && <Waiting error={error} />}
      {answer &&
        ids
          .filter((id) => !answer.nodes.some((node) => node?.id === id))
          .map((id) => (
            <p key={id} class="note">
              The graph has nothing with the id <bdi>{id}</bdi>.
            </p>
          ))}
      {one && other && <Columns {...{ one, other, theme, open, opened }} />}
    </section>
  );
}

function Columns({ one, other, theme, open, opened }: { one: Node; other: Node } & Pick<Props, 'theme' | 'open' | 'opened'>) {
  const groups = groupsOf(one.relationships.edges, other.relationships.edges);
  const facts = factsOf(one, other);
  const cut = [one, other].filter((node) => node.relationships.totalCount > node.relationships.edges.length);
  return (
    <>
      <p class="shared" role="status">
        <Words clause={inCommon(groups)} open={open} opened={opened} />
      </p>
      {cut.map((node) => (
        <p key={node.id} class="note">
          Of <bdi>{nameOf(node)}</bdi> the first {node.relationships.edges.length} of {node.relationships.totalCount} relationships are
          compared.
        </p>
      ))}
      <div class="columns names">
        {[one, other].map((node) => (
          <h3 key={node.id}>
            <NodeSymbol kind={kindOf(node.__typename)} theme={theme} />
            <NameButton id={node.id} name={nameOf(node)} open={open} /> <small>{kindWords[kindOf(node.__typename)][0]}</small>
          </h3>
        ))}
      </div>
      {facts.map(({ label, values }) => (
        <section key={label}>
          <h4>{label}</h4>
          <div class="columns">
            {values.map((value, i) => (
              <p key={i} class={values[0] === values[1] ? 'same' : ''}>
                {values[0] === values[1] && <Same />}
                <bdi>{value || '—'}</bdi>
              </p>
            ))}
          </div>
        </section>
      ))}
      {groups.map((group) => (
        <section key={`${group.type} ${group.isForward}`}>
          <h4>{group.isForward ? lineWords[group.type] : wordsToIt(lineWords[group.type])}</h4>
          <div class="columns">
            {group.both.map((items) => (
              <Fragment key={items[0].id}>
                {items.map((item, i) => (
                  <p key={i} class="same">
                    <Same />
                    <Entry item={item} open={open} />
                  </p>
                ))}
              </Fragment>
            ))}
            {group.alone.map((items, i) => (
              <ul key={i} aria-label={`${nameOf(i === 0 ? one : other)} alone`}>
                {items.map((item) => (
                  <li key={item.id}>
                    <Entry item={item} open={open} />
                  </li>
                ))}
              </ul>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

/** `carries out`: carries it out. */
const wordsToIt = (words: string) => (words.endsWith(' out') ? words.replace(/ out$/, ' it out') : `${words} it`);

/** Marks what both have. */
const Same = () => <span class="badge both">both</span>;

const Entry = ({ item, open }: { item: Item; open: (id: string) => void }) => (
  <>
    <NameButton id={item.id} name={item.name} open={open} /> {item.times && <small>{item.times}</small>}
  </>
);

/** `Both have in common: …` */
function inCommon(groups: readonly Group[]): Clause {
  const shared = new Map(groups.flatMap(({ both }) => both.map(([{ id, name }]) => [id, name])));
  if (shared.size === 0) return ['The two have nothing in common here'];
  const links = [...shared].map(([id, name]) => ({ opens: id, text: name }));
  return ['The two have in common: ', ...few(links, 5)];
}
