import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';

import { around, type Ring } from './around';

/** What is placed: the ids of its nodes, first to last, and which of them are linked. */
export interface Plan {
  readonly stages: readonly (readonly string[])[];
  readonly links: readonly (readonly [string, string])[];
  /** What each node is: large sets stand by it. */
  readonly kinds: Readonly<Record<string, string>>;
  /** What the first stage is, if that stands around one node. */
  readonly ring: Ring | null;
  readonly seed: number;
}
export type Place = readonly [id: string, x: number, y: number];

interface Body extends SimulationNodeDatum {
  readonly id: string;
  /** How many links it has to what stands already, and to what is placed with it. */
  degree: number;
  /** Where those of its kind stand, where there are many. */
  group: { readonly x: number; readonly y: number } | null;
  x: number;
  y: number;
}
interface Link {
  source: Body;
  target: Body;
}

/** From this many nodes on, a picture is read from afar, and nodes stand closer. */
const many = 400;
/** Up to this many links, a few starts are tried, and the one is taken in which the fewest cross. */
const fewLinks = 80;
const starts = 6;
/** From this many nodes on that come together, those of a kind stand together. */
const largeSet = 60;
/** In the picture's own measure: half of what a mark and its name take, whatever the fonts of the machine. */
const [radius, radiusOfMany] = [46, 22];

/** Where each node stands: the same for the same plan on every machine. What is placed first keeps its place. */
export function place({ stages, links, kinds, ring, seed }: Plan): Place[] {
  const placed = new Map<string, Body>();
  for (const [id, { x, y }] of ring ? around(ring, seed) : []) placed.set(id, { id, degree: 0, group: null, x, y, fx: x, fy: y });
  for (const stage of ring ? stages.slice(1) : stages) {
    const near = new Map<string, Body>();
    for (const [a, b] of links) {
      if (placed.has(a)) near.set(b, placed.get(a)!);
      if (placed.has(b)) near.set(a, placed.get(b)!);
    }
    const groups = groupsOf(stage, kinds);
    const attempt = (start: number) => {
      const random = randomFrom(seed * starts + start);
      const spread = 60 * Math.sqrt(stage.length);
      const fresh = stage.map((id): Body => {
        const { x, y } = near.get(id) ?? { x: 0, y: 0 };
        const group = groups.get(kinds[id] ?? '');
        return {
          id,
          degree: 0,
          group: group ? { x: x + group.x, y: y + group.y } : null,
          x: x + (random() - 0.5) * 2 * spread,
          y: y + (random() - 0.5) * 2 * spread,
        };
      });
      const fast = [...placed.values()].map((body) => ({ ...body, degree: 0 }));
      const bodies = new Map([...fast, ...fresh].map((body) => [body.id, body]));
      const own = links
        .map(([a, b]) => ({ source: bodies.get(a), target: bodies.get(b) }))
        .filter((link): link is Link => !!link.source && !!link.target);
      for (const body of own.flatMap(({ source, target }) => [source, target])) body.degree++;
      settle([...bodies.values()], own, random);
      return { fresh, crossings: own.length > fewLinks ? 0 : crossingsOf(own) };
    };
    let best = attempt(0);
    for (let start = 1; start < starts && best.crossings > 0; start++) {
      const other = attempt(start);
      if (other.crossings < best.crossings) best = other;
    }
    for (const body of best.fresh) placed.set(body.id, { ...body, fx: body.x, fy: body.y });
  }
  return [...placed.values()].map(({ id, x, y }) => [id, x, y]);
}

function settle(bodies: Body[], links: Link[], random: () => number) {
  const isLarge = bodies.length > many;
  const ticks = isLarge ? 100 : 300;
  const collide = forceCollide<Body>(isLarge ? radiusOfMany : radius).iterations(isLarge ? 1 : 3);
  const simulation = forceSimulation(bodies)
    .stop()
    .randomSource(random)
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .force(
      'link',
      forceLink<Body, Link>(links)
        .distance(({ source, target }) => 110 + 9 * Math.sqrt(Math.min(source.degree, 100) + Math.min(target.degree, 100)))
        .iterations(isLarge ? 1 : 3),
    )
    .force(
      'charge',
      forceManyBody<Body>()
        .strength(isLarge ? -300 : -900)
        .distanceMax(1_500)
        // How far away a set of nodes pulls as one.
        .theta(isLarge ? 1.5 : 0.9),
    )
    .force('collide', collide)
    // Wider than high, as screens are.
    .force(
      'x',
      forceX<Body>(({ group }) => group?.x ?? 0).strength(({ group }) => (group ? 0.12 : 0.03)),
    )
    .force(
      'y',
      forceY<Body>(({ group }) => group?.y ?? 0).strength(({ group }) => (group ? 0.12 : 0.05)),
    );
  simulation.tick(ticks);
  // What is left over each other goes apart, while nothing else pulls.
  simulation.force('link', null).force('charge', null).force('x', null).force('y', null);
  collide.iterations(3);
  simulation.alpha(1).velocityDecay(0.6).tick(40);
}

/** Where the kinds of a large set stand, around what they come with: each a golden angle further. */
function groupsOf(ids: readonly string[], kinds: Plan['kinds']): Map<string, { x: number; y: number }> {
  const found = [...new Set(ids.map((id) => kinds[id] ?? ''))];
  if (ids.length < largeSet || found.length < 2) return new Map();
  const reach = radius * Math.sqrt(ids.length);
  let [x, y] = [reach, 0];
  return new Map(
    found.map((kind) => {
      const at = { x, y };
      [x, y] = [x * turn.x - y * turn.y, x * turn.y + y * turn.x];
      return [kind, at];
    }),
  );
}
/** The cosine and the sine of the golden angle. */
const turn = { x: -0.7373688780783197, y: 0.6754902942615238 };

/** How many pairs of links cross each other. */
function crossingsOf(links: readonly Link[]): number {
  const side = (a: Body, b: Body, c: Body) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
  let count = 0;
  links.forEach(({ source: a, target: b }, i) => {
    for (const { source: c, target: d } of links.slice(i + 1))
      if (a !== c && a !== d && b !== c && b !== d && side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) count++;
  });
  return count;
}

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
