import { useMemo, useRef } from 'preact/hooks';
import type { GraphLine, GraphNode } from '../graph/graph';
import { count, kindWords } from '../graph/words';
import { pageScale } from '../picture/labels';
import type { Theme } from '../picture/marks';
import type { View } from '../view/view';
import { ArcMark } from './ArcMark';
import { arcsOf, arcWidth, told, type Arc } from './arcs';
import type { Atlas } from './atlas';
import { ChartMark, chartSize } from './ChartMark';
import { chartsOf } from './charts';
import { curvesOf } from './curve';
import { frameOf } from './frame';
import { Placing } from './placing';
import { SiteMark } from './SiteMark';
import type { Site, Sites } from './sites';

interface Props {
  readonly atlas: Atlas;
  readonly known: Sites;
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly view: View;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly open: (id: string | null) => void;
}

/** So many arcs at most say how well they are known without being pointed at. */
const mostTold = 24;
/** In pixels: a map too narrow for that. */
const narrow = 500;

/** The map with what stands on it. */
export function MapPicture({ atlas, known, nodes, lines, view, theme, width, height, open }: Props) {
  const rem = 16 * pageScale();
  const radius = 0.36 * rem;
  const { sites, charts } = shownOf(known, nodes);
  const subject = JSON.stringify([view.question, view.variables, view.steps, view.focus, view.hidden]);
  const fitted = useGrowing(sites, subject);
  const frame = useMemo(() => frameOf(fitted, width, height, charts.length > 0), [fitted, width, height, charts.length > 0]);
  const land = useMemo(() => frame.path(atlas.land) ?? '', [frame]);
  const points = new Map(sites.map((site) => [site.id, frame.project(site.at)]));
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? known.sites.get(id)?.name ?? id;
  const arcs = arcsOf(lines, nameOf).filter((arc) => points.has(arc.from) && points.has(arc.to));
  const widthOf = (arc: Arc) => arcWidth(arc.origins) * pageScale();
  const curves = curvesOf(
    arcs.map((arc) => ({ from: points.get(arc.from)!, to: points.get(arc.to)!, width: widthOf(arc) })),
    radius + 3,
  );

  const placing = new Placing(width, height, rem, curves);
  points.forEach((point) => placing.mark(point, radius + 1));
  const boxes = charts.map((chart) => placing.chart(points.get(chart.site)!, chartSize.width * rem, chartSize.height * rem));
  const degree = (id: string) => arcs.filter((arc) => arc.from === id || arc.to === id).length;
  const ranked = sites.toSorted((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  function rank(site: Site) {
    return site.id === view.open ? Infinity : degree(site.id);
  }
  // What a chart already names needs no name of its own.
  const charted = new Set(charts.filter((_, i) => boxes[i]).map((chart) => chart.site));
  const labels = new Map(
    ranked
      .filter((site) => !charted.has(site.id))
      .map((site) => [site.id, placing.name({ id: site.id, name: site.name, at: points.get(site.id)! }, radius)]),
  );
  const spoken = arcs.map((arc, i) => {
    const isTold = arc.contested || (arcs.length <= mostTold && width >= narrow);
    const text = told(arc);
    return { text, label: isTold ? placing.remark(text, curves[i]!.middle) : null };
  });
  const toggle = (id: string) => open(id === view.open ? null : id);

  return (
    <svg
      class="atlas"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-roledescription="map"
      aria-label={`Map of ${count(sites.length, 'place')} and ${count(arcs.length, 'arc')}. The table has the same as text.`}
      onClick={(e) => {
        if (e.target === e.currentTarget || (e.target as Element).classList.contains('land')) open(null);
      }}
    >
      <path class="land" d={land} />
      {sites.map(
        (site) =>
          site.outline && (
            <path
              key={site.id}
              class={`country ${view.open === site.id ? 'chosen' : ''}`}
              data-country={site.id}
              d={frame.path(site.outline.shape) ?? ''}
              onClick={() => toggle(site.id)}
            />
          ),
      )}
      {arcs.map((arc, i) => (
        <ArcMark
          key={arc.key}
          arc={arc}
          curve={curves[i]!}
          width={widthOf(arc)}
          theme={theme}
          isOpen={view.open === arc.opens}
          open={toggle}
        />
      ))}
      {spoken.map(
        ({ text, label }, i) =>
          label && (
            <text key={arcs[i]!.key} class={`remark ${arcs[i]!.contested ? 'contested' : ''}`} x={label.x} y={label.y} text-anchor="middle">
              {text}
            </text>
          ),
      )}
      {ranked.map((site) => (
        <SiteMark
          key={site.id}
          {...{ site, radius, theme }}
          at={points.get(site.id)!}
          label={labels.get(site.id) ?? null}
          says={`${site.name}, ${kindWords[site.kind][0]}, ${count(degree(site.id), 'arc')}`}
          isOpen={view.open === site.id}
          open={toggle}
        />
      ))}
      {charts.map(
        (chart, i) =>
          boxes[i] && (
            <ChartMark
              key={chart.key}
              {...{ chart, rem }}
              name={nameOf(chart.site)}
              at={points.get(chart.site)!}
              box={boxes[i]}
              opened={view.open}
              open={toggle}
            />
          ),
      )}
    </svg>
  );
}

/** The sites that were shown of one subject: a map is fitted to them, and keeps still while time moves as far as it can. */
function useGrowing(sites: readonly Site[], subject: string): readonly Site[] {
  const last = useRef<{ subject: string; sites: readonly Site[] }>({ subject: '', sites: [] });
  if (last.current.subject !== subject) last.current = { subject, sites };
  const known = new Set(last.current.sites.map((site) => site.id));
  const fresh = sites.filter((site) => !known.has(site.id));
  if (fresh.length > 0) last.current = { subject, sites: [...last.current.sites, ...fresh] };
  return last.current.sites;
}

/** What of all that is known of the map belongs to the nodes that are shown. */
export function shownOf(known: Sites, nodes: readonly GraphNode[]) {
  const ids = new Set(nodes.map((node) => node.id));
  const figures = known.figures.filter((figure) => ids.has(figure.id));
  const counted = new Set(figures.map((figure) => figure.site));
  return {
    sites: [...known.sites.values()].filter((site) => ids.has(site.id) || counted.has(site.id)),
    charts: chartsOf(figures),
  };
}
