import cytoscape, { type Core, type ElementDefinition, type EventObject, type NodeSingular } from 'cytoscape';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isPresumed, type GraphLine, type GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, kindWords, lineWords } from '../graph/words';
import type { View } from '../view/view';
import { fit, zoom } from './fit';
import { arrangeLabels, fontSize, makeLegible, wrap } from './labels';
import { nearestTowards, place } from './layout';
import { marks, type Theme } from './marks';
import { style } from './style';

export interface PictureActions {
  open(id: string | null): void;
  expand(id: string): void;
  hide(id: string): void;
  focus(id: string): void;
  pin(id: string, at: readonly [number, number] | null): void;
}

interface Props {
  readonly scene: Scene;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly theme: Theme;
  readonly actions: PictureActions;
  /** Gives the toolbar and the files that are saved a hand on the picture. */
  readonly onReady: (cy: Core | null) => void;
}

/** So many lines at most say what they are without being pointed at. */
const mostTold = 24;
const mostCurved = 400;
/** In pixels: a picture too narrow for what lines say. */
const narrow = 500;
/** More nodes than this are moved as one image until the gesture ends: ten times as many frames. */
const mostMovedAlone = 500;

export function Picture({ scene, nodes, lines, view, theme, actions, onReady }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const cyRef = useRef<Core | null>(null);
  const fitted = useRef('');
  const isFitted = useRef(true);
  const latest = useRef({ actions, nodes, lines, view });
  latest.current = { actions, nodes, lines, view };
  const [current, setCurrent] = useState<string | null>(null);
  const [told, tell] = useState('');
  const positions = useMemo(() => {
    const places = new Map(place(scene.layout, view.seed));
    for (const [id, [x, y]] of Object.entries(view.pins)) if (places.has(id)) places.set(id, { x, y });
    return places;
  }, [scene, view.seed, view.pins]);

  // All effects are of the layout: the picture changes together with the page around it.
  useLayoutEffect(() => {
    const cy = cytoscape({
      container: host.current,
      minZoom: 0.05,
      maxZoom: 4,
      boxSelectionEnabled: false,
      autounselectify: true,
      pixelRatio: 'auto',
    });
    cyRef.current = cy;
    let frame = 0;
    const relabel = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        // Cytoscape tells of a new size late, when another form may be shown.
        if (!cy.destroyed()) arrangeLabels(cy);
      });
    };
    // Labels wait until the picture has come to rest: nothing moves it, and no button or finger is down.
    let isHeld = false;
    let rest: ReturnType<typeof setTimeout>;
    const comeToRest = () => {
      clearTimeout(rest);
      if (!isHeld) rest = setTimeout(relabel, 80);
    };
    const hold = () => {
      isHeld = true;
      clearTimeout(rest);
    };
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      comeToRest();
    };
    cy.on('viewport resize', comeToRest);
    host.current!.addEventListener('pointerdown', hold);
    addEventListener('pointerup', release);
    addEventListener('pointercancel', release);
    cy.on('tap', (e: EventObject) => latest.current.actions.open(e.target === cy ? null : e.target.id()));
    cy.on('dbltap', 'node', (e) => latest.current.actions.expand(e.target.id()));
    cy.on('mouseover', 'node, edge', (e) => {
      makeLegible(e.target);
      e.target.addClass('hover');
      host.current!.classList.add('pointing');
    });
    cy.on('mouseout', 'node, edge', (e) => {
      e.target.removeClass('hover');
      host.current!.classList.remove('pointing');
    });
    cy.on('dragfree', 'node', (e) => {
      const { x, y } = e.target.position();
      latest.current.actions.pin(e.target.id(), [x, y]);
    });
    cy.on('dragpan scrollzoom pinchzoom', () => {
      isFitted.current = false;
    });
    const sizes = new ResizeObserver(() => {
      const [width, height] = [cy.width(), cy.height()];
      cy.resize();
      if (isFitted.current) fit(cy);
      else cy.panBy({ x: (cy.width() - width) / 2, y: (cy.height() - height) / 2 });
    });
    sizes.observe(host.current!);
    onReady(cy);
    return () => {
      sizes.disconnect();
      removeEventListener('pointerup', release);
      removeEventListener('pointercancel', release);
      clearTimeout(rest);
      cancelAnimationFrame(frame);
      onReady(null);
      cy.destroy();
    };
  }, []);

  useLayoutEffect(() => {
    cyRef.current!.style(style(theme));
  }, [theme]);

  useLayoutEffect(() => {
    const cy = cyRef.current!;
    draw(cy, nodes, lines, positions, view);
    const subject = JSON.stringify([view.question, view.variables, view.steps, view.focus, view.seed]);
    if (fitted.current !== subject && nodes.length > 0) {
      fitted.current = subject;
      isFitted.current = true;
      fit(cy);
    }
    arrangeLabels(cy);
  }, [nodes, lines, positions, view.open, view.pins]);

  useLayoutEffect(() => {
    const cy = cyRef.current!;
    cy.$('.current').removeClass('current');
    if (current) cy.getElementById(current).addClass('current').forEach(makeLegible);
  }, [current, nodes, lines]);

  const onKeyDown = (e: KeyboardEvent) => {
    const at = current && positions.has(current) && nodes.some((node) => node.id === current) ? current : null;
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const cy = cyRef.current!;
    const arrow = arrows[e.key];
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (arrow) walk(at ? (nearestTowards(nodes, positions, at, ...arrow) ?? at) : (nodes[0]?.id ?? null));
    else if (e.key === 'l' && at) walkLines(at, view.open);
    else if (e.key === 'Enter' && at) actions.open(at);
    else if (e.key === 'e' && at) actions.expand(at);
    else if (e.key === 'h' && at) actions.hide(at);
    else if (e.key === 'f' && at) actions.focus(at);
    else if (e.key === 'p' && at) actions.pin(at, view.pins[at] ? null : [positions.get(at)!.x, positions.get(at)!.y]);
    else if (e.key === '+' || e.key === '-') zoom(cy, e.key === '+' ? 1.25 : 0.8);
    else if (e.key === '0') fit(cy);
    else if (e.key === 'Escape') actions.open(null);
    else return;
    e.preventDefault();
  };

  const walk = (id: string | null) => {
    setCurrent(id);
    const node = nodes.find((each) => each.id === id);
    if (!node) return;
    const at = cyRef.current!.getElementById(node.id);
    const { x, y } = at.renderedPosition();
    if (x < 20 || y < 20 || x > cyRef.current!.width() - 20 || y > cyRef.current!.height() - 20) cyRef.current!.center(at);
    tell(
      `${node.name}, ${kindWords[node.kind][0]}${isPresumed(node) ? ', presumed' : ''}, ${count(lines.filter((line) => line.from === id || line.to === id).length, 'line')}`,
    );
  };

  /** Opens the node's lines one after another. */
  const walkLines = (id: string, open: string | null) => {
    const own = lines.filter((line) => line.from === id || line.to === id);
    const next = own[(own.findIndex((line) => line.key === open) + 1) % own.length];
    if (!next) return;
    const name = (node: string) => nodes.find((each) => each.id === node)?.name ?? node;
    tell(`${name(next.from)} ${lineWords[next.type]} ${name(next.to)}${isPresumed(next) ? ', presumed' : ''}`);
    actions.open(next.key);
  };

  const summary = `Picture of ${count(nodes.length, 'node')} and ${count(lines.length, 'line')}. The table has the same as text.`;
  return (
    <>
      <div
        ref={host}
        class="canvas"
        tabIndex={0}
        role="application"
        aria-roledescription="graph"
        aria-label={summary}
        aria-describedby="picture-keys"
        onKeyDown={onKeyDown}
        onBlur={() => setCurrent(null)}
      />
      <p id="picture-keys" class="unseen">
        Arrow keys go from node to node, Enter opens one, L its lines one by one, E expands, H hides, F focuses, P pins, plus and minus
        zoom, 0 fits.
      </p>
      <p class="unseen" role="status">
        {told}
      </p>
    </>
  );
}

function draw(
  cy: Core,
  nodes: readonly GraphNode[],
  lines: readonly GraphLine[],
  positions: ReadonlyMap<string, { x: number; y: number }>,
  view: View,
) {
  const ids = new Set([...nodes.map((node) => node.id), ...lines.map((line) => line.key)]);
  const degrees = new Map<string, number>();
  for (const { from, to } of lines) for (const id of new Set([from, to])) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const isStraight = lines.length > mostCurved;
  // An option of the renderer that Cytoscape takes at its start only, though it is looked at for each frame.
  (cy as unknown as { renderer(): { textureOnViewport: boolean } }).renderer().textureOnViewport = nodes.length > mostMovedAlone;
  cy.batch(() => {
    cy.elements()
      .filter((element) => !ids.has(element.id()))
      .remove();
    for (const node of nodes) {
      const { kind, name, standing } = node;
      const position = { ...positions.get(node.id)! };
      const known = put(cy, {
        group: 'nodes',
        data: { id: node.id, kind, name, standing, label: wrap(name), size: marks[kind].size, degree: degrees.get(node.id) ?? 0 },
        position,
      });
      const at = known.position();
      if (at.x !== position.x || at.y !== position.y) known.position(position);
    }
    for (const line of lines)
      put(cy, { group: 'edges', data: { ...line, id: line.key, source: line.from, target: line.to, label: lineLabel(line), isStraight } });
    cy.elements().forEach((element) => {
      element.toggleClass('chosen', element.id() === view.open);
      element.toggleClass('pinned', element.id() in view.pins);
      if (element.isEdge()) element.toggleClass('told', lines.length <= mostTold && cy.width() >= narrow);
    });
  });
}

/** Adds an element, or gives it the data that are new: what stays as it is is not styled again. */
function put(cy: Core, element: ElementDefinition): NodeSingular {
  const known = cy.getElementById(element.data.id!);
  if (known.empty()) return cy.add({ ...element, data: { ...element.data, fontSize } }) as unknown as NodeSingular;
  for (const [key, value] of Object.entries(element.data)) if (known.data(key) !== value) known.data(key, value);
  return known;
}

function lineLabel(line: GraphLine): string {
  const words = line.type === 'RELIES_ON' ? count(line.origins, 'origin') : lineWords[line.type];
  return line.contested ? `≠ contested: ${words}` : words;
}
