import { fill, marks, type Theme } from '../picture/marks';
import { onKey } from './keys';
import type { Label } from './placing';
import type { Point } from '../picture/boxes';
import type { Site } from './sites';

interface Props {
  readonly site: Site;
  readonly at: Point;
  readonly radius: number;
  /** Null where its name finds no room: it is shown while the mark is pointed at. */
  readonly label: Label | null;
  readonly says: string;
  readonly theme: Theme;
  readonly isOpen: boolean;
  readonly open: (id: string) => void;
}

/** A country or place with its name, which opens what is known of it. */
export function SiteMark({ site, at: [x, y], radius, label, says, theme, isOpen, open }: Props) {
  const { points } = marks[site.kind];
  const paint = { fill: fill(site.kind, theme), stroke: theme.ink, 'stroke-width': 1.2 };
  const { x: textX, y: textY, anchor } = label ?? { x, y: y - radius - 5, anchor: 'middle' as const };
  return (
    <g
      class={`site ${isOpen ? 'chosen' : ''} ${label ? '' : 'quiet'}`}
      role="button"
      tabindex={0}
      aria-label={says}
      aria-pressed={isOpen}
      data-id={site.id}
      onClick={() => open(site.id)}
      onKeyDown={onKey(() => open(site.id))}
    >
      <title>{says}</title>
      <circle class="reach" cx={x} cy={y} r={12} />
      <circle class="halo" cx={x} cy={y} r={radius + 4} />
      {points ? (
        <polygon points={points.map((n, i) => (i % 2 === 0 ? x : y) + n * radius).join(' ')} {...paint} />
      ) : (
        <circle cx={x} cy={y} r={radius} {...paint} />
      )}
      <text x={textX} y={textY} text-anchor={anchor}>
        {site.name}
      </text>
    </g>
  );
}
