import type { Position } from 'geojson';
import { ask, type EvidenceLens } from '../api/client';
import { SitesDocument, type SitesQuery } from '../generated/graphql';
import type { GraphNode } from '../graph/graph';
import type { Atlas, Outline } from './atlas';

/** Where something stands on the map. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly kind: 'COUNTRY' | 'PLACE';
  readonly at: Position;
  readonly outline: Outline | null;
}

/** What was counted at a site. */
export interface Figure {
  readonly id: string;
  readonly site: string;
  readonly measure: string;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** Whether it is only a lower bound. */
  readonly isAtLeast: boolean;
}

export interface Sites {
  readonly sites: ReadonlyMap<string, Site>;
  readonly figures: readonly Figure[];
}

const idsAtOnce = 50;
const kinds = new Set(['COUNTRY', 'PLACE', 'STATISTIC']);

type Found = NonNullable<SitesQuery['nodes'][number]>;
type Subject = Extract<Found, { about: unknown }>['about']['nodes'][number];

/** Where the nodes of an answer stand, and where its figures were counted. */
export async function sitesOf(nodes: readonly GraphNode[], atlas: Atlas, evidence: EvidenceLens): Promise<Sites> {
  const ids = nodes.filter((node) => kinds.has(node.kind)).map((node) => node.id);
  const chunks = Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, i) => ids.slice(i * idsAtOnce, (i + 1) * idsAtOnce));
  const found = (await Promise.all(chunks.map((chunk) => ask(SitesDocument, { ids: chunk }, evidence))))
    .flatMap((answer) => answer.nodes)
    .filter((node) => node !== null);
  const sites = new Map<string, Site>();
  const figures: Figure[] = [];
  const settle = (node: Found | Subject) => {
    const site = siteOf(node, atlas);
    if (site) sites.set(site.id, site);
    return site;
  };
  for (const node of found) {
    if (!('about' in node)) {
      settle(node);
      continue;
    }
    const value = node.value ?? node.atLeast;
    // What is counted at a place is also said of its country: the place is nearer.
    const subjects = node.about.nodes.toSorted((a, b) => Number(b.__typename === 'Place') - Number(a.__typename === 'Place'));
    const subject = subjects.find((each) => settle(each));
    if (subject && typeof value === 'number')
      figures.push({
        id: node.id,
        site: subject.id,
        measure: node.measure,
        unit: node.unit ?? '',
        from: node.from,
        to: node.to,
        value,
        isAtLeast: node.value == null,
      });
  }
  return { sites, figures };
}

function siteOf(node: Found | Subject, atlas: Atlas): Site | null {
  if (node.__typename === 'Country') {
    const outline = atlas.find(node.iso2);
    return outline && { id: node.id, name: node.name, kind: 'COUNTRY', at: outline.center, outline };
  }
  if (node.__typename !== 'Place') return null;
  const { id, name, latitude, longitude, countries } = node;
  const [country] = countries.nodes;
  // A place whose coordinates are not known stands in the middle of its country.
  const at = latitude != null && longitude != null ? [longitude, latitude] : country && atlas.find(country.iso2)?.center;
  return at ? { id, name, kind: 'PLACE', at, outline: null } : null;
}
