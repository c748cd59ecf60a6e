import type { NodeType } from '../generated/graphql';
import type { LineType } from './graph';

/** What a line says, read from its start to its end. */
export const lineWords: Record<LineType, string> = {
  RELIES_ON: 'relies on',
  ABOUT: 'is about',
  ACTS_UNDER: 'acts under',
  ATTENDED: 'attended',
  BENEFITS: 'benefits',
  CLAIMED_BY: 'is claimed by',
  CLAIMS_ABOUT: 'makes a claim about',
  CONCERNS: 'concerns',
  HELD_AT: 'was held at',
  HOLDS_OFFICE: 'holds office in',
  IMPLEMENTS: 'carries out',
  ISSUED: 'issued',
  LIES_IN: 'lies in',
  LOCATED_IN: 'is located in',
  MEASURES: 'measures',
  ORIGINATED_BY: 'was written by',
  PARTY_TO: 'is party to',
  PART_OF: 'is part of',
  PUBLISHED_BY: 'was published by',
  PURSUES: 'pursues',
  RELATES_TO: 'relates to',
  REPORTED_BY: 'was counted by',
  REPORTED_IN: 'is printed in',
  REPUBLISHES: 'copies',
  SERVES: 'serves',
  SERVES_OBJECTIVE: 'serves the aim',
  SIGNED: 'signed',
  SIGNED_AT: 'was signed at',
  STATED_IN: 'is stated in',
  TARGETS_NATIONALS_OF: 'targets nationals of',
  TOOK_PART_IN: 'took part in',
  WORKS_FOR: 'works for',
  WRITTEN_BY: 'was made by',
};

export const kindWords: Record<NodeType, readonly [one: string, many: string]> = {
  COUNTRY: ['country', 'countries'],
  OFFICIAL: ['official', 'officials'],
  AGENCY: ['agency', 'agencies'],
  AGREEMENT: ['agreement', 'agreements'],
  MEASURE: ['measure', 'measures'],
  OBJECTIVE: ['objective', 'objectives'],
  PLACE: ['place', 'places'],
  EVENT: ['event', 'events'],
  OUTLET: ['outlet', 'outlets'],
  JOURNALIST: ['journalist', 'journalists'],
  REPORT: ['report', 'reports'],
  CLAIM: ['claim', 'claims'],
  STATISTIC: ['figure', 'figures'],
};

/** Why a country is not in the answer to who relies on whom. */
export const reasonWords: Record<string, string> = {
  NOT_IN_EFFECT: 'not in effect on this date',
  BELOW_STRENGTH: 'only implied, not explicit',
  OTHER_OBJECTIVE: 'aims at something else',
  DENIED: 'denied, and asserted by nobody',
};

/** `MEMORANDUM_OF_UNDERSTANDING`: memorandum of understanding. */
export const enumWords = (value: string) => value.replaceAll('_', ' ').toLowerCase();

const languages = new Intl.DisplayNames(['en'], { type: 'language' });

/** `es`: Spanish. What is no language tag stays as it is. */
export function languageWords(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2024-07-01`: 1 July 2024; `2024-07`: July 2024. */
export function dateWords(date: string): string {
  const [year, month, day] = date.split('-');
  return [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(' ');
}

/** As the end of a sentence: on 1 July 2024, in July 2024. */
export const inTime = (date: string) => `${date.length === 10 ? 'on' : 'in'} ${dateWords(date)}`;

/** The last day that a date may be: two dates are compared by it. */
export function lastDay(date: string): string {
  const [year, month = '12', day] = date.split('-');
  return `${year}-${month}-${day ?? new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()}`;
}

/** Since when one relies on another: by instruments that name the objective, and by earlier ones that imply it. */
export function relianceWords(
  { since, explicitSince, until }: { since?: string | null; explicitSince?: string | null; until?: string | null },
  words: (date: string) => string = dateWords,
): string {
  const [explicit, oldest] = [explicitSince && words(explicitSince), since && words(since)];
  return [
    explicit && `explicit since ${explicit}`,
    oldest && oldest !== explicit && `implied since ${oldest}`,
    until && `until ${words(until)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

export function spanWords(since: string | null | undefined, until: string | null | undefined): string {
  if (since && until) return `${dateWords(since)} – ${dateWords(until)}`;
  return since ? `since ${dateWords(since)}` : until ? `until ${dateWords(until)}` : '';
}
