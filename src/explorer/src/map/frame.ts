import { geoBounds, geoEqualEarth, geoPath, type GeoPath } from 'd3-geo';
import type { Position } from 'geojson';
import type { Point } from '../picture/boxes';
import type { Site } from './sites';

/** How the earth is laid on the screen. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly path: GeoPath;
  project(at: Position): Point;
}

/** In degrees: what is shown of the earth is never narrower, as the outlines have no more to say. */
const leastAcross = 24;
/** Of the size of the frame: around what is shown, and where charts stand around it. */
const margin = 0.1;
const marginForCharts = 0.26;

/** A map of equal areas, fitted to the sites and cut where they are farthest from: no arc between them runs over its edge. */
export function frameOf(shown: readonly Site[], width: number, height: number, hasCharts: boolean): Frame {
  const projection = geoEqualEarth().rotate([-middleLongitude(shown), 0]);
  const inset = Math.min(width, height) * (hasCharts ? marginForCharts : margin);
  projection.fitExtent(
    [
      [inset, inset],
      [Math.max(width - inset, inset + 1), Math.max(height - inset, inset + 1)],
    ],
    {
      type: 'GeometryCollection',
      geometries: shown.map((site) => site.outline?.mainland ?? { type: 'Point', coordinates: site.at }),
    },
  );
  const nearest = (Math.min(width, height) / leastAcross) * (180 / Math.PI);
  if (!(projection.scale() <= nearest)) {
    const center = projection.scale(nearest).translate([0, 0])(centerOf(shown))!;
    projection.translate([width / 2 - center[0], height / 2 - center[1]]);
  }
  projection.clipExtent([
    [-width / 2, -height / 2],
    [1.5 * width, 1.5 * height],
  ]);
  return { width, height, path: geoPath(projection).digits(1), project: (at) => projection(at as [number, number]) ?? [NaN, NaN] };
}

/** The meridian opposite to the middle of the widest gap between the sites. */
function middleLongitude(sites: readonly Site[]): number {
  const longitudes = sites
    .flatMap(({ at, outline }) => {
      if (!outline) return [at[0]!];
      const [[west], [east]] = geoBounds(outline.mainland);
      return [west, at[0]!, east];
    })
    .sort((a, b) => a - b);
  if (longitudes.length === 0) return 0;
  const gaps = longitudes.map((west, i) => ({ west, across: (longitudes[i + 1] ?? longitudes[0]! + 360) - west }));
  const widest = gaps.reduce((a, b) => (b.across > a.across ? b : a));
  return ((widest.west + widest.across / 2 + 360) % 360) - 180;
}

/** Between the outermost of the sites: used where they lie close together. */
function centerOf(sites: readonly Site[]): [number, number] {
  const [[west, south], [east, north]] = geoBounds({ type: 'MultiPoint', coordinates: sites.map((site) => site.at) });
  return [west <= east ? (west + east) / 2 : (west + east + 360) / 2, (south + north) / 2];
}
