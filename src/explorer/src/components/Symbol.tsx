import type { NodeType } from '../generated/graphql';
import type { Standing } from '../generated/graphql';
import { lineWidth, marks, nodeColor, type Theme } from '../picture/marks';

/** A node as the picture draws it. */
export function NodeSymbol({ kind, theme, standing = null }: { kind: NodeType; theme: Theme; standing?: Standing | null }) {
  const { points } = marks[kind];
  const paint = {
    fill: nodeColor({ kind, standing }, theme),
    stroke: theme.ink,
    'stroke-width': 0.14,
    'stroke-dasharray': standing === 'PRESUMED' ? '0.36 0.24' : undefined,
  };
  return (
    <svg class="symbol" viewBox="-1.15 -1.15 2.3 2.3" aria-hidden="true">
      {points ? <polygon points={points.join(' ')} {...paint} /> : <circle r="1" {...paint} />}
    </svg>
  );
}

interface LineProps {
  readonly color: string;
  readonly isDashed?: boolean;
  readonly width?: number;
  /** Without its arrow, where only its width is meant. */
  readonly isPlain?: boolean;
}

/** A line as the picture draws it. */
export function LineSymbol({ color, isDashed = false, width = lineWidth(2), isPlain = false }: LineProps) {
  return (
    <svg class="symbol line" viewBox="0 0 28 12" aria-hidden="true">
      <line
        x1="1"
        y1="6"
        x2={isPlain ? 27 : 21}
        y2="6"
        stroke={color}
        stroke-width={width}
        stroke-dasharray={isDashed ? '5 3.5' : undefined}
      />
      {!isPlain && <path d="M20 1.5 28 6 20 10.5z" fill={color} />}
    </svg>
  );
}

/** A country's disc in its size. */
export function DiscSymbol({ size, theme }: { size: number; theme: Theme }) {
  return (
    <svg class="symbol disc" width={size / 2} height={size / 2} viewBox="-1.1 -1.1 2.2 2.2" aria-hidden="true">
      <circle r="1" fill={nodeColor({ kind: 'COUNTRY', standing: null }, theme)} stroke={theme.ink} stroke-width="0.1" />
    </svg>
  );
}
