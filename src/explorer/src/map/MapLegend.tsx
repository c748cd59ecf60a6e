import { LineSymbol, NodeSymbol } from '../components/Symbol';
import { isPresumed } from '../graph/graph';
import { count, kindWords } from '../graph/words';
import { fainter, lineColor, type Theme } from '../picture/marks';
import { arcWidth, type Arc } from './arcs';
import { shortNumber, type Chart } from './charts';
import type { Site } from './sites';

interface Props {
  readonly sites: readonly Site[];
  readonly arcs: readonly Arc[];
  readonly charts: readonly Chart[];
  readonly theme: Theme;
}

/** What the marks of the map mean: the words of the network's legend, as far as the map has such marks. */
export function MapLegend({ sites, arcs, charts, theme }: Props) {
  const [first] = arcs;
  const kinds = [...new Set(sites.map((site) => site.kind))].sort();
  const color = first ? lineColor({ ...first, contested: false, standing: null }, theme) : theme.ink;
  const origins = arcs.map((arc) => arc.origins);
  const widths = first ? [...new Set([Math.min(...origins), Math.max(...origins)])] : [];
  return (
    <ul class="map-key" aria-label="Legend">
      {first && (
        <li>
          <LineSymbol color={color} /> from who acts to whom it benefits
        </li>
      )}
      {widths.map((origins) => (
        <li key={origins}>
          <LineSymbol color={color} width={arcWidth(origins)} isPlain /> {count(origins, 'independent origin')}
        </li>
      ))}
      {arcs.some((arc) => arc.strength === 'IMPLIED') && (
        <li>
          <LineSymbol color={theme.ink} isDashed /> dashed: implied
        </li>
      )}
      {arcs.some(isPresumed) && (
        <li>
          <LineSymbol color={fainter(theme.ink, theme)} /> fainter: presumed
        </li>
      )}
      {arcs.some((arc) => arc.contested) && (
        <li>
          <LineSymbol color={theme.contested} /> contested (≠)
        </li>
      )}
      {kinds.map((kind) => (
        <li key={kind}>
          <NodeSymbol kind={kind} theme={theme} /> {kindWords[kind][0]}
        </li>
      ))}
      {[...new Map(charts.map((chart) => [`${chart.unit} ${chart.top}`, chart])).values()].map((chart) => (
        <li key={chart.key}>
          <span class="swatch" /> full height: {shortNumber(chart.top)} {chart.unit}
        </li>
      ))}
      {charts.some((chart) => chart.figures.some((figure) => figure.isAtLeast)) && (
        <li>
          <span class="swatch least" /> at least so many
        </li>
      )}
    </ul>
  );
}
