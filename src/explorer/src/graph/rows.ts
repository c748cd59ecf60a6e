import { changeWords } from '../then/difference';
import { isPresumed, type GraphLine, type GraphNode } from './graph';
import { enumWords, kindWords, lineWords } from './words';

/** A node or line as text: for the table and for files. */
export interface Row {
  readonly key: string;
  /** The whole in a sentence. */ readonly says: string;
  readonly cells: Readonly<Record<string, string | number | boolean | null>>;
}

export function lineRows(nodes: readonly GraphNode[], lines: readonly GraphLine[]): Row[] {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const name = (id: string) => names.get(id) ?? id;
  const isCompared = lines.some((line) => line.becoming);
  return lines.map((line) => ({
    key: line.key,
    says: `${name(line.from)} ${lineWords[line.type]} ${name(line.to)}`,
    cells: {
      from: name(line.from),
      relationship: lineWords[line.type],
      to: name(line.to),
      since: line.since,
      until: line.until,
      strength: line.strength && enumWords(line.strength),
      origins: line.origins,
      reports: line.reports,
      ...(isCompared && { change: line.becoming ?? null }),
      contested: line.contested,
      presumed: isPresumed(line),
      'explicit since': line.explicitSince,
    },
  }));
}

export function nodeRows(nodes: readonly GraphNode[], lines: readonly GraphLine[]): Row[] {
  const degrees = new Map<string, number>();
  for (const line of lines) for (const id of new Set([line.from, line.to])) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const isCompared = nodes.some((node) => node.change);
  return nodes.map((node) => ({
    key: node.id,
    says: node.name,
    cells: {
      name: node.name,
      kind: kindWords[node.kind][0],
      lines: degrees.get(node.id) ?? 0,
      'known until': node.knownUntil,
      presumed: isPresumed(node),
      ...(isCompared && { change: node.change ? changeWords[node.change] : null }),
      id: node.id,
    },
  }));
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is written as text. */
export function toCsv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]?.cells ?? {});
  const cell = (value: string | number | boolean | null | undefined) => {
    const text = String(value ?? '');
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return (
    [columns, ...rows.map((row) => columns.map((column) => row.cells[column]))].map((line) => line.map(cell).join(',')).join('\r\n') +
    '\r\n'
  );
}
