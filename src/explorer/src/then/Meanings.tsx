import type { Change, GraphLine, GraphNode } from '../graph/graph';
import type { Theme } from '../picture/marks';
import { changeColor, changeSigns, endedDashes } from './look';

const meanings: Record<Change, string> = {
  begun: 'began between the dates',
  ended: 'ended between the dates',
  changed: 'explicit before and implied now, or the reverse',
};

/** The legend of a comparison: what the picture shows of it, and no more. */
export function Meanings({ items, theme }: { readonly items: readonly (GraphNode | GraphLine)[]; readonly theme: Theme }) {
  const shown = (Object.keys(meanings) as Change[]).filter((change) => items.some((item) => item.change === change));
  return (
    <>
      {shown.map((change) => (
        <li key={change} class={`change ${change}`}>
          <ChangeSymbol change={change} theme={theme} />
          <span>
            {changeSigns[change]} {meanings[change]}
          </span>
        </li>
      ))}
    </>
  );
}

/** A line as the picture draws it after a change. */
function ChangeSymbol({ change, theme }: { change: Change; theme: Theme }) {
  const color = changeColor(change, theme);
  return (
    <svg class="symbol line" viewBox="0 0 28 12" aria-hidden="true">
      <line
        x1="4"
        y1="6"
        x2="21"
        y2="6"
        stroke={color}
        stroke-width="2.5"
        stroke-dasharray={change === 'ended' ? endedDashes.join(' ') : undefined}
      />
      <path d="M20 1.5 27 6 20 10.5z" fill={change === 'ended' ? 'none' : color} stroke={color} />
      {change === 'begun' && <circle cx="4" cy="6" r="3.5" fill={color} />}
      {change === 'changed' && <path d="M0 6 4 2 8 6 4 10z" fill={color} />}
    </svg>
  );
}
