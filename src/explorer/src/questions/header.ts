import { isForm, type Form } from '../forms/form';

/** What the comments at the top of a question's file say of it. */
export interface Header {
  /** The question as a sentence. */
  readonly sentence: string;
  /** The forms that suit its answer, the best first; empty where the file names none. */
  readonly forms: readonly Form[];
  /** The fields of the answer that a chart draws, by the part that each plays: `# x: from`. */
  readonly fields: Readonly<Record<string, string>>;
}

const settings = /^([a-z]+)\s*:\s*(.*)$/;

/** Reads the comments at the top: settings such as `# form: map network`, and the sentence, which is all the rest. */
export function readHeader(text: string): Header {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const comments = lines
    .slice(0, end === -1 ? lines.length : end)
    .filter((line) => line.startsWith('#'))
    .map((line) => line.slice(1).trim());
  const found: Record<string, string> = {};
  // A setting that stands on several lines has the values of all.
  for (const [, key, value] of comments.map((line) => settings.exec(line)).filter((match) => match !== null))
    found[key!] = found[key!] ? `${found[key!]}, ${value}` : value!;
  const { form = '', variables: _, ...fields } = found;
  return {
    sentence: comments.filter((line) => !settings.test(line)).join(' '),
    forms: form.split(/[\s,|]+/).filter(isForm),
    fields,
  };
}
