import { lineColor, type Theme } from '../picture/marks';
import { remarks, type Arc } from './arcs';
import type { Curve } from './curve';
import { onKey } from './keys';

interface Props {
  readonly arc: Arc;
  readonly curve: Curve;
  readonly width: number;
  readonly theme: Theme;
  readonly isOpen: boolean;
  readonly open: (id: string) => void;
}

/** One arc, which opens its evidence. */
export function ArcMark({ arc, curve, width, theme, isOpen, open }: Props) {
  const says = `${arc.says}: ${remarks(arc)}`;
  const color = lineColor(arc, theme);
  return (
    <g
      class={`arc ${isOpen ? 'chosen' : ''}`}
      role="button"
      tabindex={0}
      aria-label={says}
      aria-pressed={isOpen}
      data-key={arc.key}
      onClick={() => open(arc.opens)}
      onKeyDown={onKey(() => open(arc.opens))}
    >
      <title>{says}</title>
      <path class="reach" d={curve.line} stroke-width={Math.max(width + 8, 16)} />
      <path class="halo" d={curve.line} stroke-width={width + 9} />
      <path
        class="line"
        d={curve.line}
        stroke={color}
        stroke-width={width}
        stroke-dasharray={arc.strength === 'IMPLIED' ? '8 6' : undefined}
      />
      <path d={curve.head} fill={color} />
    </g>
  );
}
