import type { EvidenceLens } from '../api/client';
import type { GraphVersionFragment } from '../generated/graphql';
import type { Exclusion } from '../questions/answer';
import type { Footnote } from './footnotes';
import type { Item } from './outline';

/** An answer with its evidence, as one page has it: the page, its Markdown, and what is saved beside files are written from it. */
export interface Brief {
  /** The question as it is asked. */
  readonly question: string;
  /** The question's values, where it has any. */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** The answer in one sentence. */
  readonly sentence: string;
  readonly date: string | null;
  readonly evidence: EvidenceLens;
  readonly version: GraphVersionFragment;
  readonly lists: readonly EntryList[];
  /** What the answer says where it has neither nodes nor lines. */
  readonly outline: readonly Item[];
  /** Entries beyond what a brief lists. */
  readonly notListed: number;
  /** What is contested, presumed, denied or inferred. */
  readonly doubts: readonly string[];
  readonly notes: readonly Footnote[];
}

export interface EntryList {
  readonly title: string | null;
  readonly entries: readonly Entry[];
  readonly excluded: readonly Exclusion[];
}

/** A country that another relies on, a relationship, or a node. */
export interface Entry {
  readonly key: string;
  readonly title: string;
  readonly facts: readonly string[];
  readonly quote: Quote | null;
  /** The numbers of all footnotes that it rests on. */
  readonly notes: readonly number[];
}

/** The best that is said for an entry, and where. */
export interface Quote {
  readonly text: string;
  /** Whether it is in the words of the report. */
  readonly isVerbatim: boolean;
  readonly note: Footnote;
}
