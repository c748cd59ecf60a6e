import type { Core } from 'cytoscape';
import { labelGap, pageScale, sizeOf } from './labels';

/** What names may take of the picture, at most: the rest is for the graph, and names that find no room there are left out. */
const mostForNames = 0.4;

/** Shows all of it, as near as it goes with what the nodes are called. */
export function fit(cy: Core) {
  cy.resize();
  if (cy.nodes().empty()) return;
  const page = pageScale();
  // Above is the hint, below are the buttons.
  const [left, right, top, bottom] = [16, 16, 36 * page, 48 * page];
  const room = { w: Math.max(cy.width() - left - right, 100), h: Math.max(cy.height() - top - bottom, 100) };
  const nodes = cy.nodes().map((node) => ({ ...node.position(), half: Number(node.data('size')) / 2 + labelGap, name: sizeOf(node) }));
  const extentAt = (level: number, scale: number) => {
    let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y, half, name } of nodes) {
      const [across, down] = [Math.max(half * level, (name.w * scale) / 2), half * level + name.h * scale];
      [x1, y1, x2, y2] = [
        Math.min(x1, x * level - across),
        Math.min(y1, y * level - down),
        Math.max(x2, x * level + across),
        Math.max(y2, y * level + down),
      ];
    }
    return { x1, y1, w: x2 - x1, h: y2 - y1 };
  };
  const bare = extentAt(1, 0);
  let most = Math.min(room.w / bare.w, room.h / bare.h, Math.max(1.6 * page, cy.width() / 1000));
  let level = most * (1 - mostForNames);
  // Names grow with the picture only where it is larger than life, so the level at which all fits is searched for.
  for (let i = 0; i < 20; i++) {
    const next = (level + most) / 2;
    const { w, h } = extentAt(next, Math.max(next, page));
    if (w <= room.w && h <= room.h) level = next;
    else most = next;
  }
  const { x1, y1, w, h } = extentAt(level, Math.max(level, page));
  cy.viewport({ zoom: level, pan: { x: left + (room.w - w) / 2 - x1, y: top + (room.h - h) / 2 - y1 } });
}

export function zoom(cy: Core, factor: number) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}
