import type { Scene } from '../graph/load';
import { kindWords, lineWords } from '../graph/words';
import { fainter, lineWidth, marks, stroke, type Theme } from '../picture/marks';
import type { NodeType } from '../generated/graphql';
import { isPresumed, type LineType } from '../graph/graph';
import type { View } from '../view/view';
import { LineSymbol, NodeSymbol } from './Symbol';

interface Props {
  readonly scene: Scene;
  readonly view: View;
  readonly theme: Theme;
  readonly go: (change: Partial<View>) => void;
  readonly isOpen: boolean;
}

/** What the marks mean, and at once what is shown: each can be left out. */
export function Legend({ scene, view, theme, go, isOpen }: Props) {
  const kinds = tally([...scene.nodes.values()].map((node) => node.kind));
  const presumed = [...scene.nodes.values()].find(isPresumed);
  const lines = [...scene.lines.values()];
  const types = tally(lines.map((line) => line.type));
  const toggle = (list: readonly string[], item: string) => (list.includes(item) ? list.filter((each) => each !== item) : [...list, item]);
  return (
    <details class="legend" open={isOpen}>
      <summary>Legend and filter</summary>
      <fieldset>
        <legend class="unseen">Kinds of node</legend>
        {(Object.keys(marks) as NodeType[])
          .filter((kind) => kinds.has(kind))
          .map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={!view.withoutKinds.includes(kind)}
                onChange={() => go({ withoutKinds: toggle(view.withoutKinds, kind) })}
              />
              <NodeSymbol kind={kind} theme={theme} />
              {kindWords[kind][1]} <small>{kinds.get(kind)}</small>
            </label>
          ))}
      </fieldset>
      {types.size > 0 && (
        <fieldset>
          <legend class="unseen">Kinds of line</legend>
          {(Object.keys(lineWords) as LineType[])
            .filter((type) => types.has(type))
            .map((type) => (
              <label key={type}>
                <input
                  type="checkbox"
                  checked={!view.withoutTypes.includes(type)}
                  onChange={() => go({ withoutTypes: toggle(view.withoutTypes, type) })}
                />
                <LineSymbol color={stroke(type, theme)} />
                {lineWords[type]} <small>{types.get(type)}</small>
              </label>
            ))}
        </fieldset>
      )}
      <ul class="meaning">
        {presumed && (
          <li>
            <NodeSymbol kind={presumed.kind} theme={theme} standing={presumed.standing} /> fainter, dashed outline: presumed
          </li>
        )}
        {lines.some((line) => line.strength === 'IMPLIED') && (
          <li>
            <LineSymbol color={theme.ink} isDashed /> dashed: implied
          </li>
        )}
        {lines.some((line) => line.origins !== lines[0]!.origins) && (
          <li>
            <LineSymbol color={theme.ink} width={lineWidth(20)} /> wider: more origins
          </li>
        )}
        {lines.some(isPresumed) && (
          <li>
            <LineSymbol color={fainter(theme.ink, theme)} /> fainter: presumed
          </li>
        )}
        {lines.some((line) => line.contested) && (
          <li>
            <LineSymbol color={theme.contested} /> contested (≠)
          </li>
        )}
      </ul>
    </details>
  );
}

function tally<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
