import type { Scene } from '../graph/load';
import { write, type View } from '../view/view';
import { answerRows, type AnswerRow } from './rows';

/** What an answer was when it was cited. */
export interface Citation {
  readonly version: number;
  /** Of the whole answer, with its evidence. */
  readonly digest: string;
  readonly count: number;
  /** Null where they were too many for an address. */
  readonly rows: readonly AnswerRow[] | null;
}

/** The API cannot read an earlier version of the graph, so that an address says itself what the answer was. */
const mostRows = 40;

function citationOf(scene: Scene): Citation {
  const rows = answerRows(scene);
  return { version: scene.version.version, digest: digestOf(scene), count: rows.length, rows: rows.length <= mostRows ? rows : null };
}

/** `12.1k3x9d.2*USA~MEX@E,2021-02-02,,18*USA~PAN@E,2022-04-19,,5` */
const writeCitation = ({ version, digest, count, rows }: Citation) =>
  [`${version}.${digest}.${count}`, ...(rows ?? []).map(({ id, value }) => `${id}@${value}`)].join('*');

export function readCitation(text: string): Citation | null {
  const [head, ...rest] = text.split('*');
  const parts = /^(\d{1,9})\.([0-9a-z]{1,8})\.(\d{1,9})$/.exec(head!);
  if (!parts) return null;
  const count = Number(parts[3]);
  const rows = rest.map((row) => {
    const at = row.lastIndexOf('@');
    return { id: row.slice(0, at), value: row.slice(at + 1) };
  });
  return { version: Number(parts[1]), digest: parts[2]!, count, rows: rows.length === count ? rows : null };
}

/** The address that pins the question, its values, the date, what was added, and what the answer is now. */
export function citedAddress(view: View, scene: Scene): string {
  const { question } = scene;
  const values = Object.fromEntries((question?.controls ?? []).map(({ variable, initial }) => [variable, initial]));
  const pinned: View = {
    ...view,
    question: question?.name ?? view.question,
    variables: { ...values, ...view.variables },
    date: scene.date,
    hidden: [],
    pins: {},
    focus: null,
    withoutKinds: [],
    withoutTypes: [],
    open: null,
    show: undefined,
    seed: 1,
    cite: writeCitation(citationOf(scene)),
  };
  return `${location.origin}${location.pathname}${write(pinned)}`;
}

/** FNV-1a in 32 bits: it tells answers apart, and protects nothing. */
export function digestOf(scene: Scene): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify([scene.answer ?? answerRows(scene), scene.evidence])))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}
