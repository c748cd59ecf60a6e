import cytoscape, { type Core, type EventObject } from 'cytoscape';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isPresumed, type GraphLine, type GraphNode } from '../graph/graph';
import type { Scene } from '../graph/load';
import { count, kindWords, lineWords } from '../graph/words';
import { changeWords } from '../then/difference';
import type { View } from '../view/view';
import { draw } from './draw';
import { fit, zoom } from './fit';
import { arrangeLabels, makeLegible } from './labels';
import { nearestTowards } from './layout';
import type { Theme } from './marks';
import { style } from './style';

export interface PictureActions {
  open(id: string | null): void;
  expand(id: string): void;
  hide(id: string): void;
  focus(id: string): void;
  pin(id: string, at: readonly [number, number] | null): void;
  /** Adds nodes to those that are picked; one that is picked already is left out again. */
  pick(ids: readonly string[]): void;
}

export interface PictureProps {
  readonly scene: Scene;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly theme: Theme;
  readonly actions: PictureActions;
  /** Gives the toolbar and the files that are saved a hand on the picture. */
  readonly onReady: (cy: Core | null) => void;
  /** All of it is drawn. */
  readonly onDrawn?: (cy: Core) => void;
}

export function Picture({ scene, nodes, lines, view, theme, actions, onReady, onDrawn }: PictureProps) {
  const host = useRef<HTMLDivElement>(null);
  const cyRef = useRef<Core | null>(null);
  const fitted = useRef('');
  const isFitted = useRef(true);
  const latest = useRef({ actions, nodes, lines, view, onDrawn });
  latest.current = { actions, nodes, lines, view, onDrawn };
  const [current, setCurrent] = useState<string | null>(null);
  const [told, tell] = useState('');
  const [isDrawing, setDrawing] = useState(false);
  const positions = useMemo(() => {
    const places = new Map(scene.positions);
    for (const [id, [x, y]] of Object.entries(view.pins)) if (places.has(id)) places.set(id, { x, y });
    return places;
  }, [scene, view.pins]);

  // All effects are of the layout: the picture changes together with the page around it.
  useLayoutEffect(() => {
    const cy = cytoscape({
      container: host.current,
      minZoom: 0.01,
      maxZoom: 4,
      // With Shift held. What is picked is in the address, and not a state of the elements.
      boxSelectionEnabled: true,
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
    cy.on('tap', (e: EventObject) => {
      const { actions } = latest.current;
      if (e.target === cy) actions.open(null);
      else if (e.target.isEdge()) actions.open(e.target.id());
      else if (e.originalEvent.shiftKey) actions.pick([e.target.id()]);
    });
    // A node is opened only when no second tap follows: the panel moves the picture, and the second would miss the node.
    cy.on('onetap', 'node', (e) => {
      if (!e.originalEvent.shiftKey) latest.current.actions.open(e.target.id());
    });
    let boxed: string[] = [];
    cy.on('box', 'node', (e) => {
      if (boxed.length === 0)
        queueMicrotask(() => {
          latest.current.actions.pick(boxed);
          boxed = [];
        });
      boxed.push(e.target.id());
    });
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
    // By the view that the scene answers: what was asked for just now is not there yet.
    const { question, variables, steps, seed } = scene.view;
    const subject = JSON.stringify([question, variables, steps, seed, view.focus]);
    const isNew = fitted.current !== subject && nodes.length > 0;
    return draw(
      cy,
      { nodes, lines, positions, view },
      {
        begun: () => setDrawing(true),
        placed: () => {
          if (!isNew) return;
          fitted.current = subject;
          isFitted.current = true;
          fit(cy);
        },
        done: () => {
          setDrawing(false);
          arrangeLabels(cy);
          latest.current.onDrawn?.(cy);
        },
      },
    );
  }, [nodes, lines, positions, view.open, view.pins, view.picked]);

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
    else if (e.key === 's' && at) actions.pick([at]);
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
      `${node.name}, ${kindWords[node.kind][0]}${isPresumed(node) ? ', presumed' : ''}${node.change ? `, ${changeWords[node.change]}` : ''}, ${count(lines.filter((line) => line.from === id || line.to === id).length, 'line')}`,
    );
  };

  /** Opens the node's lines one after another. */
  const walkLines = (id: string, open: string | null) => {
    const own = lines.filter((line) => line.from === id || line.to === id);
    const next = own[(own.findIndex((line) => line.key === open) + 1) % own.length];
    if (!next) return;
    const name = (node: string) => nodes.find((each) => each.id === node)?.name ?? node;
    tell(
      `${name(next.from)} ${lineWords[next.type]} ${name(next.to)}${isPresumed(next) ? ', presumed' : ''}${next.becoming ? `, ${next.becoming}` : ''}`,
    );
    actions.open(next.key);
  };

  const summary = `Picture of ${count(nodes.length, 'node')} and ${count(lines.length, 'line')}. The table has the same as text.`;
  return (
    <>
      <div
        ref={host}
        class={`canvas ${isDrawing ? 'drawing' : ''}`}
        aria-busy={isDrawing}
        tabIndex={0}
        role="application"
        aria-roledescription="graph"
        aria-label={summary}
        aria-describedby="picture-keys"
        onKeyDown={onKeyDown}
        onBlur={() => setCurrent(null)}
      />
      <p id="picture-keys" class="unseen">
        Arrow keys go from node to node, Enter opens one, L its lines one by one, E expands, H hides, F focuses, P pins, S selects, plus and
        minus zoom, 0 fits.
      </p>
      <p class="unseen" role="status">
        {told}
      </p>
    </>
  );
}
