import cytoscape, { type EdgeSingular, type ElementDefinition } from 'cytoscape';
import fcose from 'cytoscape-fcose';
import type { Scene } from '../graph/load';
import type { GraphNode } from '../graph/graph';
import { around as aroundCenter, ringOf } from './around';

cytoscape.use(fcose);

export type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** From this many nodes on, places are found faster and less finely. */
const many = 400;
const leastApart = 72;
const leastApartOfMany = 40;
const mostRounds = 150;

let latest: { key: string; positions: Positions } | null = null;

/**
 * Where each node stands: the same for the same layout and seed on every machine. Stage by stage, those placed before keep their
 * places, so that what is added moves nothing.
 */
export function place({ stages, lines }: Scene['layout'], seed: number): Positions {
  const key = JSON.stringify([seed, stages, lines.map((line) => [line.from, line.to, line.since])]);
  if (latest?.key === key) return latest.positions;
  const placed = new Map<string, { x: number; y: number }>();
  const links = [...new Set(lines.map((line) => (line.from < line.to ? `${line.from}~${line.to}` : `${line.to}~${line.from}`)))].map(
    (pair) => pair.split('~') as [string, string],
  );
  for (const stage of stages) {
    const ring = placed.size === 0 ? ringOf(stage, lines) : null;
    if (ring) {
      for (const [id, position] of aroundCenter(ring, seed)) placed.set(id, position);
      continue;
    }
    const ids = [...placed.keys(), ...stage];
    const within = new Set(ids);
    const random = randomFrom(seed);
    const near = new Map<string, string>();
    for (const [a, b] of links) {
      if (placed.has(a)) near.set(b, a);
      if (placed.has(b)) near.set(a, b);
    }
    const begin = (id: string) => {
      const center = placed.get(near.get(id) ?? '') ?? { x: 0, y: 0 };
      return placed.get(id) ?? { x: center.x + (random() - 0.5) * 300, y: center.y + (random() - 0.5) * 300 };
    };
    const elements: ElementDefinition[] = [
      ...ids.map((id) => ({ data: { id }, position: { ...begin(id) } })),
      ...links.filter(([a, b]) => a !== b && within.has(a) && within.has(b)).map(([source, target]) => ({ data: { source, target } })),
    ];
    const found = run(elements, placed, random);
    for (const id of stage) placed.set(id, found.get(id)!);
  }
  latest = { key, positions: placed };
  return placed;
}

function run(elements: ElementDefinition[], placed: ReadonlyMap<string, { x: number; y: number }>, random: () => number) {
  const isFirst = placed.size === 0;
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    elements,
    // The room that a label takes, the same whatever the fonts of the machine.
    style: [{ selector: 'node', style: { width: 84, height: 52 } }],
  });
  const systemRandom = Math.random;
  try {
    // fcose draws from Math.random and has no other source; the run is synchronous.
    Math.random = random;
    cy.layout({
      name: 'fcose',
      animate: false,
      fit: false,
      randomize: isFirst,
      quality: cy.nodes().length > many ? 'draft' : 'proof',
      nodeRepulsion: 30_000,
      idealEdgeLength: (edge: EdgeSingular) =>
        90 + 9 * Math.sqrt(Math.min(edge.source().degree(false), 100) + Math.min(edge.target().degree(false), 100)),
      edgeElasticity: 0.35,
      gravity: 0.3,
      numIter: 2_500,
      nodeSeparation: 110,
      tile: true,
      tilingPaddingVertical: 24,
      tilingPaddingHorizontal: 24,
      ...(isFirst ? {} : { fixedNodeConstraint: [...placed].map(([nodeId, position]) => ({ nodeId, position: { ...position } })) }),
    } as cytoscape.LayoutOptions).run();
  } finally {
    Math.random = systemRandom;
  }
  const positions = new Map(cy.nodes().map((node) => [node.id(), { ...node.position() }] as const));
  cy.destroy();
  // The whole may be shifted: what stood before stays where it was.
  const [anchor] = placed;
  const moved = anchor ? positions.get(anchor[0])! : null;
  const [dx, dy] = anchor && moved ? [anchor[1].x - moved.x, anchor[1].y - moved.y] : [0, 0];
  const free = [...positions].filter(([id]) => !placed.has(id)).map(([id, { x, y }]) => ({ id, x: x + dx, y: y + dy }));
  separate(free, [...placed.values()]);
  return new Map(free.map(({ id, x, y }) => [id, { x, y }]));
}

interface Place {
  x: number;
  y: number;
}

/** Pushes apart what lies so near that marks or labels would cover each other; what stands fast does not give way. */
function separate(free: Place[], fast: readonly Place[]) {
  const [all, apart] = [[...free, ...fast], free.length + fast.length > many ? leastApartOfMany : leastApart];
  const cell = (place: Place, right = 0, down = 0) => `${Math.floor(place.x / apart) + right}:${Math.floor(place.y / apart) + down}`;
  for (let round = 0; round < mostRounds; round++) {
    const cells = new Map<string, number[]>();
    all.forEach((place, i) => cells.set(cell(place), [...(cells.get(cell(place)) ?? []), i]));
    let isClear = true;
    for (let i = 0; i < free.length; i++) {
      const a = free[i]!;
      for (const near of around.flatMap(([right, down]) => cells.get(cell(a, right, down)) ?? [])) {
        if (near <= i) continue;
        const b = all[near]!;
        // What lies on the same spot goes apart in directions of its own: the golden angle's multiples.
        const [dx, dy] = a.x === b.x && a.y === b.y ? [Math.cos(near * 2.4), Math.sin(near * 2.4)] : [b.x - a.x, b.y - a.y];
        const distance = Math.hypot(dx, dy);
        if (distance >= apart) continue;
        isClear = false;
        const push = (apart - distance) / (2 * Math.max(distance, 1));
        [a.x, a.y] = [a.x - dx * push, a.y - dy * push];
        if (near < free.length) [b.x, b.y] = [b.x + dx * push, b.y + dy * push];
      }
    }
    if (isClear) return;
  }
}

const around = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const));

/** Mulberry32 (https://github.com/cprosche/mulberry32): the same numbers from 0 to 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = (seed * 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The node nearest in the direction of (dx, dy), for who walks the picture by arrow keys. */
export function nearestTowards(nodes: readonly GraphNode[], positions: Positions, from: string, dx: number, dy: number): string | null {
  const here = positions.get(from);
  let best: string | null = null;
  let least = Infinity;
  for (const { id } of here ? nodes : []) {
    const there = positions.get(id);
    if (id === from || !there) continue;
    const [along, across] = [
      (there.x - here!.x) * dx + (there.y - here!.y) * dy,
      Math.abs((there.x - here!.x) * dy) + Math.abs((there.y - here!.y) * dx),
    ];
    const cost = along + 2.5 * across;
    if (along > 1 && cost < least) [best, least] = [id, cost];
  }
  return best;
}
