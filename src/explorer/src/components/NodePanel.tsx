import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../api/client';
import { BesideField } from '../beside/BesideField';
import { NodeEvidenceDocument, type NodeEvidenceQuery, type NodeType } from '../generated/graphql';
import { kindOf, nameOf, type GraphLine } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, dateWords, enumWords, inTime, kindWords, languageWords, lineWords, spanWords } from '../graph/words';
import type { Theme } from '../picture/marks';
import type { View } from '../view/view';
import { Claim, Claims, Source } from './Claims';
import { Combobox } from './Combobox';
import { Expand } from './Expand';
import { PanelFrame, Waiting, useAnswer, type PanelProps } from './PanelFrame';
import { findNodes, subjects } from './Search';

export interface NodeActions {
  expand(id: string, kind?: string): void;
  collapse(id: string): void;
  hide(id: string): void;
  focus(id: string | null): void;
  pin(id: string, at: readonly [number, number] | null): void;
  path(from: string, to: string): void;
  beside(one: string, other: string): void;
  pick(ids: readonly string[]): void;
  startFrom(id: string): void;
  positionOf(id: string): readonly [number, number] | null;
}

interface Props extends PanelProps {
  readonly id: string;
  readonly view: View;
  readonly scene: Scene;
  readonly lines: readonly GraphLine[];
  readonly theme: Theme;
  readonly actions: NodeActions;
}

/** What is known of one node, what can be done with it, and who says so. */
export function NodePanel({ id, date, evidence, view, scene, lines, theme, actions, open, retry }: Props) {
  const { answer, error } = useAnswer<NodeEvidenceQuery>(
    () => ask(NodeEvidenceDocument, { id, on: date }, evidence),
    [id, date, evidence, retry],
  );
  const node = answer?.node;
  const isDrawn = scene.nodes.has(id);
  return (
    <PanelFrame
      kind={node ? kindWords[kindOf(node.__typename)][0] : 'Node'}
      title={<bdi>{node ? nameOf(node) : (scene.nodes.get(id)?.name ?? (answer ? 'Unknown' : '…'))}</bdi>}
      close={() => open(null)}
    >
      {(!answer || node) && (
        <Actions {...{ id, view, isDrawn, theme, actions, date, evidence, retry }} kind={node ? kindOf(node.__typename) : null} />
      )}
      {scene.beyond.has(id) && (
        <p class="note">
          {scene.beyond.get(id)!.toLocaleString('en')} more neighbours are not fetched. Filter by kind or choose a date, or expand from the
          other end.
        </p>
      )}
      {answer && !node && (
        <p class="note">
          The graph has nothing with the id{' '}
          <code>
            <bdi>{id}</bdi>
          </code>
          {evidence && ' by the evidence that counts'}.
        </p>
      )}
      {!answer && <Waiting error={error} />}
      {node && <Facts node={node} date={date} open={open} />}
      <Lines {...{ id, lines, scene, open }} />
      {answer?.node && answer.about && <Evidence node={answer.node} about={answer.about.relationships} date={date} open={open} />}
    </PanelFrame>
  );
}

function Actions({
  id,
  kind,
  view,
  isDrawn,
  theme,
  actions,
  ...asked
}: Pick<Props, 'id' | 'view' | 'theme' | 'actions' | 'date' | 'evidence' | 'retry'> & { kind: NodeType | null; isDrawn: boolean }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div class="actions">
      <Expand id={id} steps={view.steps} expand={actions.expand} collapse={actions.collapse} {...asked} />
      {isDrawn && (
        <>
          <button type="button" onClick={() => actions.hide(id)}>
            Hide
          </button>
          <button type="button" aria-pressed={view.focus === id} onClick={() => actions.focus(view.focus === id ? null : id)}>
            Focus
          </button>
          <button
            type="button"
            aria-pressed={id in view.pins}
            onClick={() => actions.pin(id, id in view.pins ? null : actions.positionOf(id))}
          >
            Pin
          </button>
        </>
      )}
      <button type="button" aria-pressed={view.picked.includes(id)} onClick={() => actions.pick([id])}>
        Select
      </button>
      <button type="button" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        Path to …
      </button>
      <button type="button" onClick={() => actions.startFrom(id)}>
        Start from here
      </button>
      {kind && <BesideField {...{ id, kind, theme }} onPick={(other) => actions.beside(id, other)} />}
      {isAsking && (
        <div class="field wide">
          <Combobox
            hasVisibleLabel
            takesFocus
            label="Path to"
            placeholder="the other end"
            find={(text) => findNodes(text, subjects, 10, theme)}
            onPick={(o) => {
              setAsking(false);
              actions.path(id, o.id);
            }}
            empty={(text) => (text.trim() === '' ? 'Type the name of the other end.' : `Nothing is called “${text}”.`)}
          />
        </div>
      )}
    </div>
  );
}

function Lines({ id, lines, scene, open }: Pick<Props, 'id' | 'lines' | 'scene' | 'open'>) {
  const own = lines.filter((line) => line.from === id || line.to === id);
  if (own.length === 0) return null;
  return (
    <details open={own.length <= 12}>
      <summary>{count(own.length, 'line')} in the picture</summary>
      <ul class="lines">
        {own.map((line) => {
          const isOut = line.from === id;
          const other = <bdi>{scene.nodes.get(isOut ? line.to : line.from)?.name}</bdi>;
          return (
            <li key={line.key}>
              <button type="button" class="link" onClick={() => open(line.key)}>
                {isOut ? (
                  <>
                    {lineWords[line.type]} {other}
                  </>
                ) : (
                  <>
                    {other} {lineWords[line.type]} it
                  </>
                )}
              </button>
              {line.contested && <span class="badge contested">contested</span>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

type Node = NonNullable<NodeEvidenceQuery['node']>;
type About = NonNullable<NodeEvidenceQuery['about']>['relationships'];

function Facts({ node, date, open }: Pick<Props, 'date' | 'open'> & { node: Node }) {
  const facts: [string, ComponentChildren][] = [];
  const add = (label: string, value: ComponentChildren) => {
    if (value !== null && value !== undefined && value !== '' && value !== false) facts.push([label, value]);
  };
  const link = (other: { id: string } | null | undefined) =>
    other && (
      <button type="button" class="link" onClick={() => open(other.id)}>
        <bdi>{nameOf(other)}</bdi>
      </button>
    );
  if ('aliases' in node && node.aliases.length > 0) add('also', <bdi>{node.aliases.join(', ')}</bdi>);
  if ('body' in node) {
    add('body', enumWords(node.body));
    add('of', link(node.country));
    add('part of', link(node.parent));
  }
  if ('publisher' in node) add('publisher', enumWords(node.publisher));
  if ('placeKind' in node) add('place', enumWords(node.placeKind));
  if ('theme' in node) add('field', <bdi>{node.theme}</bdi>);
  if ('offices' in node) {
    add('serves', link(node.country));
    add(
      'offices',
      node.offices.edges.length > 0 && (
        <ul>
          {node.offices.edges.map((edge, i) => (
            <li key={i}>
              <bdi>{edge.title ?? 'an office'}</bdi>, {link(edge.node)}{' '}
              <small>{spanWords(edge.since, edge.until) || edge.seenOn.map(dateWords).join(', ')}</small>
            </li>
          ))}
        </ul>
      ),
    );
  }
  if ('sort' in node) {
    add('sort', enumWords(node.sort));
    for (const key of ['announced', 'signed', 'effective', 'ended'] as const) add(key, node[key] && dateWords(node[key]));
    add('status', `${enumWords(node.status)}${node.statusAsOf ? `, as of ${dateWords(node.statusAsOf)}` : ''}`);
    if (date && node.standing === 'PRESUMED')
      add(
        'standing',
        <>
          <span class="badge presumed">presumed</span> {inTime(date)}
        </>,
      );
    add('evidence', node.knownUntil && `the graph knows until ${dateWords(node.knownUntil)}`);
    add('substance', node.summary && <bdi>{node.summary}</bdi>);
  }
  if ('on' in node) add('on', node.on && dateWords(node.on));
  if (node.__typename === 'Statistic') {
    add(
      'figure',
      <bdi>
        {node.text ?? (node.value ?? node.atLeast)?.toLocaleString('en')}
        {node.unit ? ` ${node.unit}` : ''}
      </bdi>,
    );
    add('period', node.from === node.to ? dateWords(node.from) : `${dateWords(node.from)} – ${dateWords(node.to)}`);
    add('counted by', node.reportedBy.nodes.length > 0 && node.reportedBy.nodes.map((each) => <>{link(each)} </>));
    add('printed in', node.report && <Source report={node.report} date={date} open={open} />);
  }
  if ('worksFor' in node) add('works for', node.worksFor.nodes.length > 0 && node.worksFor.nodes.map((each) => <>{link(each)} </>));
  if (node.__typename === 'Report') {
    add('report', <Source report={node} date={date} open={open} />);
    add('language', node.language && languageWords(node.language));
    add('copies', link(node.republishes));
  }
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Evidence({ node, about, date, open }: Pick<Props, 'date' | 'open'> & { node: Node; about: About }) {
  if (node.__typename === 'Claim')
    return (
      <>
        <Claim claim={node} open={open} />
        {node.report && <Source report={node.report} date={date} open={open} />}
      </>
    );
  if (node.__typename === 'Report')
    return (
      <>
        <h3>{count(node.statements.totalCount, 'claim')} in it</h3>
        {node.statements.nodes.map((claim) => (
          <Claim key={claim.id} claim={claim} open={open} />
        ))}
      </>
    );
  const claims = about.edges.map((edge) => edge.node).filter((each) => 'statement' in each);
  return (
    <>
      <h3>{count(about.totalCount, 'claim')} about it</h3>
      {about.totalCount > claims.length && <p class="note">The first {claims.length} are shown.</p>}
      {about.totalCount > 0 && <Claims claims={claims} date={date} open={open} />}
    </>
  );
}
