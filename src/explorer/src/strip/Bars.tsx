import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { enumWords } from '../graph/words';
import { pageScale } from '../picture/labels';
import { fill, type Theme } from '../picture/marks';
import type { Bar, Placed } from './place';
import type { Strip } from './spans';
import { cut } from './text';

interface Props {
  readonly strip: Strip;
  readonly placed: Placed;
  readonly width: number;
  readonly theme: Theme;
  /** Where the dates stand that are chosen; null: none. */
  readonly then: number | null;
  readonly now: number | null;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

const arrowKeys: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** All rows in one drawing. One bar is reached by Tab, the others from it by the arrow keys. */
export function Bars({ strip, placed, width, theme, then, now, open, opened }: Props) {
  const id = useId();
  const svg = useRef<SVGSVGElement>(null);
  const [current, setCurrent] = useState(0);
  const scale = pageScale();
  const kinds = [...new Set(placed.bars.map(({ span }) => span.kind))];
  const move = (e: KeyboardEvent) => {
    const step = arrowKeys[e.key];
    const top = (element: Element) => element.getBoundingClientRect().top;
    const buttons = [...svg.current!.querySelectorAll<SVGGElement>('.opens')].sort((a, b) => top(a) - top(b));
    const next = step && buttons[buttons.indexOf(e.target as SVGGElement) + step];
    if (!next) return;
    e.preventDefault();
    next.focus();
  };
  return (
    <svg
      ref={svg}
      class="strip-rows"
      width={width}
      height={placed.height}
      role="group"
      aria-label={`${placed.bars.length} bars of time in ${strip.rows.length} rows. The arrow keys go from bar to bar.`}
      onKeyDown={move}
    >
      <defs>
        {kinds.map((kind) => (
          <pattern key={kind} id={`${id}${kind}`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="6" fill={fill(kind, theme)} />
          </pattern>
        ))}
        <marker id={`${id}ENDS`} viewBox="-1 -6 8 12" refX="3" markerWidth="8" markerHeight="12" markerUnits="userSpaceOnUse" orient="auto">
          <path d="M3-5V5" stroke={theme.ink} stroke-width="2.5" />
        </marker>
        <marker
          id={`${id}SUCCEEDS`}
          viewBox="0 -5 10 10"
          refX="9"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0-5 10 0 0 5z" fill={theme.ink} />
        </marker>
        <marker
          id={`${id}REINSTATES`}
          viewBox="-1 -6 12 12"
          refX="9"
          markerWidth="11"
          markerHeight="11"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0-5 10 0 0 5z" fill={theme.paper} stroke={theme.ink} stroke-width="1.5" />
        </marker>
      </defs>
      {placed.bands.map(({ of, x, width: wide }, i) => (
        <rect key={`${of.id} ${x}`} class={`band ${i % 2 === 0 ? 'even' : 'odd'}`} x={x} width={Math.max(wide, 1)} height={placed.height} />
      ))}
      {placed.years.map(({ year, x }) => (
        <line key={year} class="year" x1={x} x2={x} y1={0} y2={placed.height} />
      ))}
      {then !== null && <rect class="date then" x={then - 1} width={2} height={placed.height} />}
      {now !== null && <rect class="date" x={now - 1} width={2} height={placed.height} />}
      {placed.titles.map(({ row, y }) =>
        row.opens === null ? (
          <text key={row.key} class="title" x={2} y={y}>
            {row.name}
          </text>
        ) : (
          <Opens key={row.key} says={row.name!} opens={row.opens} tabIndex={-1} {...{ open, opened }}>
            <text class="title" x={2} y={y}>
              {row.name}
            </text>
          </Opens>
        ),
      )}
      {placed.bars.map((bar, i) => (
        <Opens
          key={bar.key}
          says={saidOf(bar)}
          opens={bar.span.opens}
          tabIndex={i === Math.min(current, placed.bars.length - 1) ? 0 : -1}
          onFocus={() => setCurrent(i)}
          {...{ open, opened }}
        >
          <rect class="edge" x={bar.x} y={bar.y} width={bar.width} height={bar.height} fill={`url(#${id}${bar.span.kind})`} />
          {bar.solid > 0 && (
            <rect class="known" x={bar.x} y={bar.y} width={bar.solid} height={bar.height} fill={fill(bar.span.kind, theme)} />
          )}
          {bar.isNamed && <Name bar={bar} width={width} scale={scale} />}
        </Opens>
      ))}
      {placed.arrows.map(({ relation, path }) => (
        <path key={`${relation.from} ${relation.to} ${path}`} class="relation" d={path} marker-end={`url(#${id}${relation.kind})`}>
          <title>{enumWords(relation.kind)}</title>
        </path>
      ))}
    </svg>
  );
}

/** Part of a drawing that is pressed like a button. */
function Opens({
  says,
  opens,
  tabIndex,
  onFocus,
  open,
  opened,
  children,
}: {
  readonly says: string;
  readonly opens: string;
  readonly tabIndex: number;
  readonly onFocus?: () => void;
  readonly children: ComponentChildren;
} & Pick<Props, 'open' | 'opened'>) {
  return (
    <g
      class="opens"
      role="button"
      tabindex={tabIndex}
      aria-pressed={opened === opens}
      aria-label={says}
      onFocus={onFocus}
      onClick={() => open(opens)}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' && e.key !== ' ') return;
        e.preventDefault();
        open(opens);
      }}
    >
      <title>{says}</title>
      {children}
    </g>
  );
}

/** What the bar is called, above it: from its start on, or of one that starts late, up to its end. */
function Name({ bar: { x, y, width: wide, span }, width, scale }: { readonly bar: Bar; readonly width: number; readonly scale: number }) {
  const isLate = x > width * 0.6;
  const end = Math.min(x + wide, width);
  return (
    <text x={isLate ? end : x} y={y - 3 * scale} text-anchor={isLate ? 'end' : 'start'}>
      {cut(span.name, isLate ? end : width - x, scale)}
    </text>
  );
}

const saidOf = ({ row, span }: Bar) => `${row.name === null ? '' : `${row.name}: `}${span.name}, ${span.words}`;
