import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Empty } from '../components/Empty';
import type { AskError } from '../api/client';
import { atlas, type Atlas } from '../map/atlas';
import { arcsOf } from '../map/arcs';
import { MapLegend } from '../map/MapLegend';
import { MapPicture, shownOf } from '../map/MapPicture';
import { sitesOf, type Sites } from '../map/sites';
import { useSize } from '../map/useSize';
import { count } from '../graph/words';
import type { Scene } from '../graph/load';
import { allShown } from '../view/view';
import type { FormProps } from './form';

/** The answer on a map: arcs from who acts to whom it benefits, and figures where they were counted. */
export function MapForm({ scene, nodes, lines, view, theme, isLoading, actions, go }: FormProps) {
  const sheet = useRef<HTMLDivElement>(null);
  const size = useSize(sheet);
  const { loaded, error } = useSites(scene);
  const shown = useMemo(() => loaded && shownOf(loaded.known, nodes), [loaded, nodes]);
  const isBare = shown !== null && shown.sites.length === 0;
  const arcs = useMemo(() => {
    const ids = new Set(shown?.sites.map((site) => site.id));
    return arcsOf(lines, (id) => id).filter((arc) => ids.has(arc.from) && ids.has(arc.to));
  }, [shown, lines]);
  const left = shown ? nodes.length - placed(shown, arcs, nodes) : 0;
  return (
    <div class="map">
      <div class="globe" ref={sheet} aria-busy={!loaded && !error}>
        {loaded && size.width > 0 && !isBare && <MapPicture {...{ nodes, lines, view, theme, ...loaded, ...size }} open={actions.open} />}
        {!loaded && !error && <p class="note first">Loading the map …</p>}
        {error && (
          <p class="note first" role="alert">
            The map cannot be drawn: {error.message}
          </p>
        )}
        {isBare && nodes.length > 0 && (
          <div class="empty">
            <p>Nothing in this answer has a place on the map.</p>
            <button type="button" onClick={() => go({ show: 'network' })}>
              Show the network
            </button>
          </div>
        )}
        {nodes.length === 0 && !isLoading && (
          <Empty scene={scene} hasHidden={scene.nodes.size > nodes.length} showAll={() => go(allShown)} ever={() => go({ date: null })} />
        )}
        {arcs.length > 0 && !view.open && <p class="hint">Click an arc to read who says so.</p>}
      </div>
      {shown && !isBare && <MapLegend {...shown} arcs={arcs} theme={theme} />}
      {shown && !isBare && left > 0 && (
        <p class="note left-out">{count(left, 'node')} without a place on the map: the network and the table have them.</p>
      )}
    </div>
  );
}

/** How many of the nodes the map shows: where they stand, what was counted there, and the instruments of arcs. */
function placed(
  { sites, charts }: ReturnType<typeof shownOf>,
  arcs: readonly { readonly opens: string }[],
  nodes: FormProps['nodes'],
): number {
  const ids = new Set([
    ...sites.map((site) => site.id),
    ...charts.flatMap((chart) => chart.figures.map((figure) => figure.id)),
    ...arcs.map((arc) => arc.opens),
  ]);
  return nodes.filter((node) => ids.has(node.id)).length;
}

interface Loaded {
  readonly atlas: Atlas;
  readonly known: Sites;
}

/** The outlines, and where the nodes of all dates stand; while that is asked anew, what was known before. */
function useSites(scene: Scene): { loaded: Loaded | null; error: AskError | null } {
  const [state, setState] = useState<{ loaded: Loaded | null; error: AskError | null }>({ loaded: null, error: null });
  useEffect(() => {
    let isStale = false;
    const load = async () => {
      const outlines = await atlas();
      return { atlas: outlines, known: await sitesOf(scene.layout.nodes, outlines, scene.evidence) };
    };
    load().then(
      (loaded) => {
        if (!isStale) setState({ loaded, error: null });
      },
      (error: AskError) => {
        if (!isStale) setState({ loaded: null, error });
      },
    );
    return () => {
      isStale = true;
    };
  }, [scene]);
  return state;
}
