import { ask, type EvidenceLens } from '../api/client';
import { TimelineDocument, type TimelineEvent } from '../generated/graphql';
import { nameOf, type GraphLine, type GraphNode } from './graph';

/** Something that happened to what is on the screen. */
export interface Moment {
  readonly on: string;
  readonly day: number;
  readonly what: TimelineEvent;
  readonly words: string;
}

const mostAbout = 500;
const mostPages = 4;

const eventWords: Record<TimelineEvent, (name: string, other: string) => string> = {
  ANNOUNCED: (name) => `announced: ${name}`,
  SIGNED: (name) => `signed: ${name}`,
  IN_FORCE: (name) => `took effect: ${name}`,
  ENDED: (name) => `ended: ${name}`,
  HELD: (name) => name,
  OFFICE_TAKEN: (name, other) => `${name} took office (${other})`,
  OFFICE_LEFT: (name, other) => `${name} left office (${other})`,
  REPORTED: (name) => `reported: ${name}`,
};

/** What happened to the instruments, people and events of the picture; where it has none of these, to its countries. Without reports. */
export async function momentsOf(nodes: readonly GraphNode[], lines: readonly GraphLine[], evidence: EvidenceLens): Promise<Moment[]> {
  const acting = [
    ...lines.flatMap((line) => line.through.map((each) => each.id)),
    ...nodes.filter((node) => ['AGREEMENT', 'MEASURE', 'OFFICIAL', 'EVENT'].includes(node.kind)).map((node) => node.id),
  ];
  const about = [...new Set(acting.length > 0 ? acting : nodes.map((node) => node.id))].slice(0, mostAbout);
  const moments: Moment[] = [];
  let after: string | null = null;
  for (let page = 0; about.length > 0 && page < mostPages; page++) {
    const {
      timeline,
    }: {
      timeline: {
        nodes: readonly { on: string; what: TimelineEvent; node: { id: string }; relationship?: { to: { id: string } } | null }[];
        pageInfo: { hasNextPage: boolean; endCursor?: string | null };
      };
    } = await ask(TimelineDocument, { about, after }, evidence);
    for (const entry of timeline.nodes) {
      if (entry.what !== 'REPORTED')
        moments.push({
          on: entry.on,
          day: dayOf(entry.on),
          what: entry.what,
          words: eventWords[entry.what](nameOf(entry.node), entry.relationship ? nameOf(entry.relationship.to) : ''),
        });
    }
    if (!timeline.pageInfo.hasNextPage) break;
    after = timeline.pageInfo.endCursor ?? null;
  }
  return moments;
}

/** The first day that a date may be, counted from 1970. */
export function dayOf(date: string): number {
  const [year, month = '01', day = '01'] = date.split('-');
  return Math.floor(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000);
}

export const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
export const today = () => new Date().toISOString().slice(0, 10);
