import { enumWords, reasonWords } from '../graph/words';
import type { Brief, Entry, Quote } from './brief';
import type { Footnote } from './footnotes';
import type { Item } from './outline';
import { asOfWords, creditWords, lensWords, noAddress, sourceWords, versionWords } from './words';

/** What has a meaning in Markdown is written as text. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|~]/g, '\\$&');
/** A list must not begin where a line does. */
const line = (text: string) =>
  plain(text)
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^([-+])/, '\\$1');
const link = (text: string, url: string) => `[${plain(text)}](<${url.replaceAll('<', '%3C').replaceAll('>', '%3E')}>)`;
const cited = (notes: readonly number[]) => notes.map((n) => `[^${n}]`).join('');

/** The brief as Markdown, with footnotes as GitHub, Pandoc and Obsidian read them. */
export function toMarkdown(brief: Brief, address: string): string {
  const { date, version, notes } = brief;
  const values = brief.values.filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`);
  return [
    `# ${line(brief.question)}`,
    ...(values.length > 0 ? [plain(values.join(' · '))] : []),
    `**${plain(brief.sentence)}**`,
    ...[lensWords(brief.evidence)].filter((words) => words !== null).map(plain),
    `Picture: ${link(brief.question, address)}. ${asOfWords(date)}. ${creditWords(notes)}.`,
    ...(brief.outline.length > 0 ? ['## The answer', items(brief.outline).join('\n')] : []),
    ...brief.lists.flatMap((list) => [
      ...(list.title ? [`## ${line(list.title)}`] : []),
      ...list.entries.map(entry),
      ...(list.excluded.length > 0
        ? [
            '### Left out, and why',
            list.excluded
              .map((each) => {
                const through = each.instruments.map(({ name }) => name).join('; ');
                return `- ${plain(`${each.name}: ${reasonWords[each.reason] ?? enumWords(each.reason)}${through ? ` (${through})` : ''}`)}`;
              })
              .join('\n'),
          ]
        : []),
    ]),
    ...(brief.notListed > 0 ? [`${brief.notListed} more are not listed.`] : []),
    '## What is contested or presumed',
    brief.doubts.length > 0 ? brief.doubts.map((each) => `- ${plain(each)}`).join('\n') : 'Nothing.',
    `${versionWords(version)} ${link('This view', address)}.`,
    notes.map(footnote).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const entry = ({ title, facts, quote, notes }: Entry) =>
  [
    `### ${line(title)}`,
    ...(facts.length > 0 ? [plain(facts.join(' · '))] : []),
    ...(quote ? [quoted(quote)] : []),
    ...(notes.length > 0 ? [`Sources: ${cited(notes)}`] : []),
  ].join('\n\n');

const quoted = ({ text, isVerbatim, note }: Quote) =>
  `> ${isVerbatim ? `“${plain(text)}”` : plain(text)}\n>\n> — ${plain(sourceWords(note))}, ${note.url ? link('read it', note.url) : noAddress}`;

const footnote = (note: Footnote) =>
  `[^${note.number}]: ${plain(note.title)}. ${plain(sourceWords(note))}. ${[
    note.copies && `Copies ${plain(note.copies)}.`,
    note.isLater && 'Published after the date of this answer.',
  ]
    .filter(Boolean)
    .map((each) => `${each} `)
    .join('')}${note.url ? `<${note.url}>` : `${noAddress[0]!.toUpperCase()}${noAddress.slice(1)}.`}`;

const items = (of: readonly Item[], depth = 0): string[] =>
  of.flatMap(({ text, items: under }) => [`${'  '.repeat(depth)}- ${plain(text)}`, ...items(under, depth + 1)]);
