import { isPresumed } from '../graph/graph';
import type { Scene } from '../graph/load';
import { fainter, originSteps, type Theme } from '../picture/marks';
import { Meanings } from '../then/Meanings';
import { stepsOf, stepWords } from './origins';
import { LineSymbol, NodeSymbol } from './Symbol';

/** What dashes, widths and faintness say, as far as the picture has them. */
export function Meaning({ scene, theme }: { scene: Scene; theme: Theme }) {
  const presumed = [...scene.nodes.values()].find(isPresumed);
  const lines = [...scene.lines.values()];
  return (
    <ul class="meaning">
      <Meanings items={[...scene.nodes.values(), ...lines]} theme={theme} />
      {presumed && (
        <li>
          <NodeSymbol kind={presumed.kind} theme={theme} standing={presumed.standing} /> fainter, dashed outline: presumed
        </li>
      )}
      {stepsOf(lines).map((step) => (
        <li key={step}>
          <LineSymbol color={theme.ink} width={originSteps[step]!.width} isPlain /> {stepWords(step)}
        </li>
      ))}
      {lines.some((line) => line.strength === 'IMPLIED') && (
        <li>
          <LineSymbol color={theme.ink} isDashed /> dashed: implied
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
  );
}
