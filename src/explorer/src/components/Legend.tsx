import type { ComponentChildren } from 'preact';
import type { Scene } from '../graph/load';
import { isPresumed, type GraphLine, type GraphNode, type LineType } from '../graph/graph';
import { only } from '../graph/only';
import { kindWords, lineWords } from '../graph/words';
import type { NodeType } from '../generated/graphql';
import { fainter, marks, originSteps, stroke, type Theme } from '../picture/marks';
import { discSize, instrumentsOf } from '../picture/size';
import { Meanings } from '../then/Meanings';
import type { View } from '../view/view';
import { Explained } from './Explained';
import { stepsOf, stepWords } from './origins';
import { DiscSymbol, LineSymbol, NodeSymbol } from './Symbol';

interface Props {
  readonly scene: Scene;
  readonly view: View;
  readonly theme: Theme;
  readonly go: (change: Partial<View>) => void;
  readonly isOpen: boolean;
}

/** What the marks mean, and at once what is shown: each kind can be left out, and each entry be shown alone. */
export function Legend({ scene, view, theme, go, isOpen }: Props) {
  const nodes = [...scene.nodes.values()];
  const lines = [...scene.lines.values()];
  const kinds = tally(nodes.map((node) => node.kind));
  const types = tally(lines.map((line) => line.type));
  const presumed = nodes.find(isPresumed);
  const toggle = (list: readonly string[], item: string) => (list.includes(item) ? list.filter((each) => each !== item) : [...list, item]);
  const Only = ({ entry, what }: { entry: string; what: string }) => (
    <button
      type="button"
      class="link only"
      aria-label={`Only ${what}`}
      aria-pressed={view.only === entry}
      onClick={() => go({ only: view.only === entry ? null : entry })}
    >
      only
    </button>
  );
  const meaning = (entry: string, words: string, symbol: ComponentChildren) => (
    <li key={entry}>
      {symbol}{' '}
      <span>
        <Explained isWithin text={words} />
      </span>{' '}
      <Only entry={entry} what={words} />
    </li>
  );
  return (
    <details class="legend" open={isOpen}>
      <summary>Legend and filter</summary>
      <div class="entries">
        <fieldset>
          <legend class="unseen">Kinds of node</legend>
          {(Object.keys(marks) as NodeType[])
            .filter((kind) => kinds.has(kind))
            .map((kind) => (
              <div key={kind} class="entry">
                <label>
                  <input
                    type="checkbox"
                    checked={!view.withoutKinds.includes(kind)}
                    onChange={() => go({ withoutKinds: toggle(view.withoutKinds, kind) })}
                  />
                  <NodeSymbol kind={kind} theme={theme} />
                  {kindWords[kind][1]} <small>{kinds.get(kind)}</small>
                </label>
                <Only entry={only.kind(kind)} what={kindWords[kind][1]} />
              </div>
            ))}
        </fieldset>
        {types.size > 0 && (
          <fieldset>
            <legend class="unseen">Kinds of line</legend>
            {(Object.keys(lineWords) as LineType[])
              .filter((type) => types.has(type))
              .map((type) => (
                <div key={type} class="entry">
                  <label>
                    <input
                      type="checkbox"
                      checked={!view.withoutTypes.includes(type)}
                      onChange={() => go({ withoutTypes: toggle(view.withoutTypes, type) })}
                    />
                    <LineSymbol color={stroke(type, theme)} />
                    {lineWords[type]} <small>{types.get(type)}</small>
                  </label>
                  <Only entry={only.type(type)} what={lineWords[type]} />
                </div>
              ))}
          </fieldset>
        )}
        <ul class="meaning">
          <Meanings items={[...nodes, ...lines]} theme={theme} />
          {presumed &&
            meaning(
              only.presumedNodes,
              'fainter, dashed outline: presumed',
              <NodeSymbol kind={presumed.kind} theme={theme} standing={presumed.standing} />,
            )}
          {stepsOf(lines).map((step) =>
            meaning(only.origins(step), stepWords(step), <LineSymbol color={theme.ink} width={originSteps[step]!.width} isPlain />),
          )}
          {lines.some((line) => line.strength === 'IMPLIED') &&
            meaning('implied', 'dashed: implied', <LineSymbol color={theme.ink} isDashed />)}
          {lines.some(isPresumed) && meaning('presumed', 'fainter: presumed', <LineSymbol color={fainter(theme.ink, theme)} />)}
          {lines.some((line) => line.contested) && meaning('contested', 'contested (≠)', <LineSymbol color={theme.contested} />)}
          <Discs nodes={nodes} lines={lines} theme={theme} />
          <Order scene={scene} />
        </ul>
      </div>
    </details>
  );
}

/** What the size of a disc means. */
function Discs({ nodes, lines, theme }: { nodes: readonly GraphNode[]; lines: readonly GraphLine[]; theme: Theme }) {
  const counts = [...instrumentsOf(nodes, lines).values()];
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0 || least === most) return null;
  return (
    <li>
      <DiscSymbol size={discSize(least)} theme={theme} />
      <DiscSymbol size={discSize(most)} theme={theme} /> disc: from {least} to {most} instruments
    </li>
  );
}

/** What the order around the center means. */
function Order({ scene }: { scene: Scene }) {
  const { ring } = scene.layout;
  const first = ring && scene.layout.nodes.find((node) => node.id === ring.ids[0]);
  return (
    first && (
      <li>
        <span aria-hidden="true">↻</span>
        <span>
          clockwise from <bdi>{first.name}</bdi>: oldest <Explained text="instrument" /> first
        </span>
      </li>
    )
  );
}

function tally<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
