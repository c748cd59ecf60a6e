import { AskError } from '../api/client';
import type { GraphLine, GraphNode } from '../graph/graph';
import type { Ring } from './around';
import type { Place, Plan } from './place';

export type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

const mostKnown = 20;
const known = new Map<string, Promise<Positions>>();
const start = () => new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
/** At once, so that it is ready when the first graph has come. */
let worker = start();
let asked = 0;

/** Where each node stands, found beside the page's own thread: the same for the same stages, lines and seed. */
export function placesOf(
  stages: Plan['stages'],
  { nodes, lines, ring }: { readonly nodes: readonly GraphNode[]; readonly lines: readonly GraphLine[]; readonly ring: Ring | null },
  seed: number,
): Promise<Positions> {
  const pairs = new Set(lines.filter(({ from, to }) => from !== to).map(({ from, to }) => (from < to ? `${from}~${to}` : `${to}~${from}`)));
  const plan: Plan = {
    stages,
    links: [...pairs].map((pair) => pair.split('~') as [string, string]),
    kinds: Object.fromEntries(nodes.map(({ id, kind }) => [id, kind])),
    ring,
    seed,
  };
  const key = JSON.stringify(plan);
  const found = known.get(key);
  if (found) return found;
  const positions = find(plan);
  known.set(key, positions);
  if (known.size > mostKnown) known.delete(known.keys().next().value!);
  positions.catch(() => known.delete(key));
  return positions;
}

function find(plan: Plan): Promise<Positions> {
  const [mine, number] = [worker, ++asked];
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    mine.addEventListener(
      'message',
      ({ data }: MessageEvent<{ number: number; places: Place[] }>) => {
        if (data.number !== number) return;
        listening.abort();
        resolve(new Map(data.places.map(([id, x, y]) => [id, { x, y }])));
      },
      { signal: listening.signal },
    );
    mine.addEventListener(
      'error',
      () => {
        listening.abort();
        worker = start();
        reject(new AskError('The picture could not be laid out.', 'failed'));
      },
      { signal: listening.signal },
    );
    mine.postMessage({ number, plan });
  });
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
