import type { ComponentChildren } from 'preact';
import { enumWords, reasonWords } from '../graph/words';
import type { Brief, Entry, EntryList, Quote } from './brief';
import type { Footnote } from './footnotes';
import { Items } from './Items';
import { asOfWords, creditWords, lensWords, noAddress, sourceWords, versionWords } from './words';

interface Props {
  readonly brief: Brief;
  readonly address: string;
  /** The picture and what its marks mean. */
  readonly figure: ComponentChildren;
}

/** The brief as it is printed. */
export function Sheet({ brief, address, figure }: Props) {
  const values = brief.values.filter(([, value]) => value);
  const lens = lensWords(brief.evidence);
  return (
    <article class="sheet" lang="en">
      <header>
        <h1>{brief.question}</h1>
        {values.length > 0 && <p class="values">{values.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>}
        <p class="lead">
          <strong>
            <bdi>{brief.sentence}</bdi>
          </strong>
        </p>
        {lens && <p>{lens}</p>}
      </header>
      {figure && (
        <figure>
          {figure}
          <figcaption>
            <b>{brief.question}</b> {asOfWords(brief.date)}. {versionWords(brief.version)} Credit: {creditWords(brief.notes)}.
          </figcaption>
        </figure>
      )}
      {brief.outline.length > 0 && (
        <section>
          <h2>The answer</h2>
          <Items items={brief.outline} />
        </section>
      )}
      {brief.lists.map((list, i) => (
        <List key={i} list={list} isReliance={brief.outline.length === 0} />
      ))}
      {brief.notListed > 0 && <p>{brief.notListed.toLocaleString('en')} more are not listed here. The table of this view has them.</p>}
      <section>
        <h2>What is contested or presumed</h2>
        {brief.doubts.length > 0 ? (
          <ul>
            {brief.doubts.map((each) => (
              <li key={each}>
                <bdi>{each}</bdi>
              </li>
            ))}
          </ul>
        ) : (
          <p>Nothing in this answer.</p>
        )}
      </section>
      <section>
        <h2>Sources</h2>
        {brief.notes.length > 0 ? (
          <ol class="notes">
            {brief.notes.map((note) => (
              <Note key={note.number} note={note} />
            ))}
          </ol>
        ) : (
          <p>No report is recorded for this.</p>
        )}
      </section>
      <footer>
        <p>
          {versionWords(brief.version)} This view: <a href={address}>{address}</a>
        </p>
      </footer>
    </article>
  );
}

function List({ list: { title, entries, excluded }, isReliance }: { list: EntryList; isReliance: boolean }) {
  return (
    <section>
      {(title || entries.length > 0) && <h2 class="title">{title ?? (isReliance ? 'Who, and who says so' : 'Who says so')}</h2>}
      {entries.map((entry) => (
        <Row key={entry.key} entry={entry} />
      ))}
      {excluded.length > 0 && (
        <>
          <h2>Left out, and why</h2>
          <ul>
            {excluded.map((each) => (
              <li key={each.id}>
                <bdi>{each.name}</bdi>: {reasonWords[each.reason] ?? enumWords(each.reason)}
                {each.instruments.length > 0 && (
                  <small>
                    {' '}
                    <bdi>{each.instruments.map(({ name }) => name).join('; ')}</bdi>
                  </small>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const Row = ({ entry: { title, facts, quote, notes } }: { entry: Entry }) => (
  <section class="finding">
    <h3>
      <bdi>{title}</bdi>
    </h3>
    {facts.length > 0 && (
      <p class="facts">
        <bdi>{facts.join(' · ')}</bdi>
      </p>
    )}
    {quote && <Quoted quote={quote} />}
    {notes.length > 0 ? (
      <p class="cited">
        {notes.length === 1 ? 'Source' : 'Sources'}:{' '}
        {notes.map((n, i) => (
          <>
            {i > 0 && ' '}
            <NoteLink number={n} />
          </>
        ))}
      </p>
    ) : (
      <p class="cited">No report is recorded for this.</p>
    )}
  </section>
);

const Quoted = ({ quote: { text, isVerbatim, note } }: { quote: Quote }) => (
  <blockquote cite={note.url ?? undefined}>
    <p>
      <bdi>{isVerbatim ? `“${text}”` : text}</bdi>
    </p>
    <p class="source">
      — <bdi>{sourceWords(note)}</bdi>, {note.url ? <a href={note.url}>{note.url}</a> : noAddress} <NoteLink number={note.number} />
    </p>
  </blockquote>
);

/** Goes to a footnote; the address of the page stays the view that it shows. */
const NoteLink = ({ number }: { number: number }) => (
  <a
    class="to-note"
    href={`#note-${number}`}
    aria-label={`Source ${number}`}
    onClick={(e) => {
      e.preventDefault();
      const note = document.getElementById(`note-${number}`);
      note?.scrollIntoView({ block: 'center' });
      note?.focus();
    }}
  >
    {number}
  </a>
);

const Note = ({ note }: { note: Footnote }) => (
  <li id={`note-${note.number}`} tabIndex={-1}>
    <cite>
      <bdi>{note.title}</bdi>
    </cite>
    . <bdi>{sourceWords(note)}</bdi>.{note.copies && ` Copies “${note.copies}”.`}
    {note.isLater && ' Published after the date of this answer.'}{' '}
    {note.url ? <a href={note.url}>{note.url}</a> : `${noAddress[0]!.toUpperCase()}${noAddress.slice(1)}.`}
  </li>
);
