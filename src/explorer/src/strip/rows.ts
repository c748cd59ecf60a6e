import { ask, type EvidenceLens } from '../api/client';
import { SpansDocument } from '../generated/graphql';
import type { Scene } from '../graph/load';
import { grouped } from '../then/clause';
import { administrationsOf } from './administrations';
import { isInstrument, isOfficial, spanOf, termsOf, type Relation, type Row, type Span, type Strip } from './spans';

const idsAtOnce = 100;
const mostSpans = 400;

async function spansOf(ids: readonly string[], evidence: EvidenceLens) {
  const chunks = Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, i) => ids.slice(i * idsAtOnce, (i + 1) * idsAtOnce));
  const found = await Promise.all(chunks.map((chunk) => ask(SpansDocument, { ids: chunk }, evidence)));
  return found.flatMap(({ nodes }) => nodes).filter((node) => node !== null);
}

/** The strip of a scene without a date: all that was ever so. */
export async function stripOf({ nodes, lines, evidence }: Scene): Promise<Strip> {
  const name = (id: string) => nodes.get(id)?.name ?? id;
  const reliance = [...lines.values()].filter((line) => line.type === 'RELIES_ON');
  const [sources, targets] = [new Set(reliance.map((line) => line.from)), new Set(reliance.map((line) => line.to))];
  const isOneSource = sources.size <= targets.size;
  const ids =
    reliance.length > 0
      ? reliance.flatMap((line) => line.through.map((each) => each.id))
      : [...nodes.values()].filter(({ kind }) => ['AGREEMENT', 'MEASURE', 'OFFICIAL'].includes(kind)).map(({ id }) => id);
  const found = await spansOf([...new Set(ids)].slice(0, mostSpans), evidence);
  const relations = found
    .filter(isInstrument)
    .flatMap((node) => node.relatedFrom.edges.map((edge): Relation => ({ kind: edge.kind, from: edge.node.id, to: node.id })));
  const known = new Set(found.map((node) => node.id));
  const others = await spansOf([...new Set(relations.map(({ from }) => from).filter((id) => !known.has(id)))], evidence);
  const instruments = new Map([...found, ...others].filter(isInstrument).map((node) => [node.id, spanOf(node)]));
  const row = (key: string, title: string | null, opens: string | null, of: Iterable<string>): Row => ({
    key,
    name: title,
    opens,
    spans: inOrder([...of].map((id) => instruments.get(id)).filter((span) => !!span)),
  });

  const byOther = grouped(reliance, (line) => (isOneSource ? line.to : line.from));
  const rows = [
    ...[...byOther].map(([id, its]) => row(id, name(id), its[0]!.key, new Set(its.flatMap((line) => line.through.map((each) => each.id))))),
    ...(reliance.length > 0 ? [] : found.filter(isInstrument).map(({ id }) => row(id, null, null, [id]))),
    ...found.filter(isOfficial).map((node): Row => ({ key: node.id, name: name(node.id), opens: node.id, spans: inOrder(termsOf(node)) })),
  ];
  const timed = rows.filter(({ spans }) => spans.length > 0).sort((a, b) => startOf(a.spans[0]!) - startOf(b.spans[0]!));
  const further = row(
    'others',
    'What ended or renewed them',
    null,
    others.map(({ id }) => id),
  );
  const country = governed(nodes.values(), isOneSource ? sources : targets);
  return {
    rows: further.spans.length > 0 ? [...timed, further] : timed,
    relations,
    country: country && name(country),
    administrations: country ? await administrationsOf({ id: country, name: name(country) }, evidence) : [],
  };
}

/** The country that the answer is about: the one that relies on others, or else the only one. */
function governed(nodes: Iterable<{ id: string; kind: string }>, relying: ReadonlySet<string>): string | null {
  const countries = relying.size > 0 ? [...relying] : [...nodes].filter(({ kind }) => kind === 'COUNTRY').map(({ id }) => id);
  return countries.length === 1 ? countries[0]! : null;
}

const startOf = (span: Span) => span.from ?? span.to ?? Infinity;
const inOrder = (spans: readonly Span[]) => [...spans].sort((a, b) => startOf(a) - startOf(b) || a.name.localeCompare(b.name, 'en'));
