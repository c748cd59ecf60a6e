import { lineColor, lineWidth, marks, nodeColor, outlineDashes } from './marks';
import type { PictureProps } from './Picture';
import { sizesOf } from './size';

/** More than this takes as long to sketch as to fetch what draws it. */
const mostSketched = 300;
/** Around the nodes, for what they are called. */
const margin = 60;
/** The picture of a few nodes is not blown up. */
const leastWidth = 700;
const nameGap = 13;

/** The picture until that which one can explore has come: the same nodes and lines in the same places. */
export function Sketch({ scene, nodes, lines, view, theme }: PictureProps) {
  if (nodes.length === 0 || nodes.length > mostSketched) return null;
  const sizes = sizesOf(nodes, lines);
  const at = (id: string) => view.pins[id] ?? [scene.positions.get(id)!.x, scene.positions.get(id)!.y];
  const [xs, ys] = [nodes.map(({ id }) => at(id)[0]), nodes.map(({ id }) => at(id)[1])];
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const width = Math.max(right - left + 2 * margin, leastWidth);
  const box = [(left + right - width) / 2, top - margin, width, bottom - top + 2 * margin];
  return (
    <svg class="sketch" viewBox={box.join(' ')} aria-hidden="true">
      {lines.map((line) => {
        const [[x1, y1], [x2, y2]] = [at(line.from), at(line.to)];
        const dashes = line.strength === 'IMPLIED' ? '8 6' : undefined;
        return (
          <line
            key={line.key}
            {...{ x1, y1, x2, y2 }}
            stroke={lineColor(line, theme)}
            stroke-width={lineWidth(line.origins)}
            stroke-dasharray={dashes}
          />
        );
      })}
      {nodes.map((node) => {
        const [[x, y], half, { points }] = [at(node.id), sizes.get(node.id)! / 2, marks[node.kind]];
        const paint = {
          fill: nodeColor(node, theme),
          stroke: theme.ink,
          'stroke-width': 1.5,
          'stroke-dasharray': node.standing === 'PRESUMED' ? outlineDashes.join(' ') : undefined,
        };
        return (
          <g key={node.id} transform={`translate(${x} ${y})`}>
            {points ? <polygon points={points.map((each) => each * half).join(' ')} {...paint} /> : <circle r={half} {...paint} />}
            <text y={half + nameGap}>{node.name}</text>
          </g>
        );
      })}
    </svg>
  );
}
