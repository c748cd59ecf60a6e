import { geoArea, geoCentroid } from 'd3-geo';
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { whereAlpha2 } from 'iso-3166-1';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import address from 'world-atlas/countries-50m.json?url';
import { fetchJson } from '../api/client';

/** A country as the atlas draws it. */
export interface Outline {
  readonly shape: Feature<Polygon | MultiPolygon>;
  /** The largest of its parts: the map is fitted to it, not to islands far away. */
  readonly mainland: Polygon;
  readonly center: Position;
}

export interface Atlas {
  readonly land: FeatureCollection<Polygon | MultiPolygon>;
  /** The country with this code of two letters; null where the atlas has no outline of it. */
  find(iso2: string): Outline | null;
}

let known: Promise<Atlas> | null = null;

/** The outlines of Natural Earth, from this server. Asked once; again only where that failed. */
export function atlas(): Promise<Atlas> {
  known ??= fetchJson<Topology<{ countries: GeometryCollection }>>(address).then(read);
  known.catch(() => {
    known = null;
  });
  return known;
}

function read(topology: Topology<{ countries: GeometryCollection }>): Atlas {
  const land = feature(topology, topology.objects.countries) as Atlas['land'];
  const shapes = new Map(land.features.map((each) => [each.id, each]));
  const outlines = new Map<string, Outline | null>();
  return {
    land,
    find(iso2) {
      let outline = outlines.get(iso2);
      if (outline === undefined) {
        // The atlas also has areas that no code names.
        const code = whereAlpha2(iso2)?.numeric;
        const shape = code && shapes.get(code);
        outline = shape ? outlineOf(shape) : null;
        outlines.set(iso2, outline);
      }
      return outline;
    },
  };
}

function outlineOf(shape: Feature<Polygon | MultiPolygon>): Outline {
  const { geometry } = shape;
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const [largest] = parts
    .map((coordinates): Polygon => ({ type: 'Polygon', coordinates }))
    .map((part) => ({ part, area: geoArea(part) }))
    .sort((a, b) => b.area - a.area);
  return { shape, mainland: largest!.part, center: geoCentroid(largest!.part) };
}
