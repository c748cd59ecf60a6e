import { pageScale } from '../picture/labels';
import type { Administration } from './administrations';
import type { Placed } from './place';
import { cut, fits } from './text';

/** The years, and who headed the government in them; stays above the rows while they scroll. */
export function Axis({ placed, width }: { readonly placed: Placed; readonly width: number }) {
  const scale = pageScale();
  const isGoverned = placed.bands.length > 0;
  return (
    <svg class="strip-axis" width={width} height={(isGoverned ? 34 : 17) * scale} aria-hidden="true">
      {placed.years.map(({ year, x }) => (
        <g key={year}>
          <line class="year" x1={x} x2={x} y1={0} y2="100%" />
          <text x={x + 3 * scale} y={12 * scale}>
            {x + 30 * scale < width && year}
          </text>
        </g>
      ))}
      {placed.bands.map(({ of, x, width: wide, room }, i) => (
        <g key={`${of.id} ${x}`}>
          <rect class={`band ${i % 2 === 0 ? 'even' : 'odd'}`} x={x} width={Math.max(wide, 1)} y={17 * scale} height={17 * scale} />
          <text class="head" x={x + 3 * scale} y={29 * scale}>
            {told(of, room - 5 * scale, scale)}
            <title>{`${of.name}, ${of.title}, ${of.words}`}</title>
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Who it was and, where there is room, the days that are known. */
function told({ name, seen, words }: Administration, room: number, scale: number): string {
  const whole = seen.length > 0 ? `${name} (${words})` : name;
  return fits(whole, room, scale) ? whole : cut(name, room, scale);
}
