import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

const atFirst = 100;

/** A list that shows its beginning, and the rest when it is asked for: thousands of rows would hold up the page. */
export function LongList<T>({ of, row }: { of: readonly T[]; row: (item: T) => ComponentChildren }) {
  const [most, setMost] = useState(atFirst);
  return (
    <ul>
      {of.slice(0, most).map((item, i) => (
        <li key={i}>{row(item)}</li>
      ))}
      {of.length > most && (
        <li>
          <button type="button" onClick={() => setMost(of.length)}>
            Show {(of.length - most).toLocaleString('en')} more
          </button>
        </li>
      )}
    </ul>
  );
}
