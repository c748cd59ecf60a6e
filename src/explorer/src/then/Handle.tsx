import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { TextField } from '../components/Controls';
import { dateOf, dayOf, today } from '../graph/timeline';
import { dateWords, lastDay } from '../graph/words';
import { isDate } from '../view/view';

/** The second date of the page, and how to change it. */
export interface ThenProps {
  readonly then: string | null;
  readonly onThen: (date: string | null) => void;
}

/** Chooses the date to compare with. */
export function ThenField({ then, onThen, onStart }: ThenProps & { readonly onStart: () => void }) {
  if (then === null)
    return (
      <div class="when second">
        <button type="button" onClick={onStart}>
          Compare with …
        </button>
      </div>
    );
  return (
    <div class="when second">
      <TextField
        label="Compared with"
        value={then}
        check={(text) => (text === '' || isDate(text) ? null : 'Write 2024, 2024-07 or 2024-07-01.')}
        onChange={(text) => onThen(text || null)}
      />
      <button type="button" onClick={() => onThen(null)}>
        Stop comparing
      </button>
    </div>
  );
}

/** The second handle on the timeline, over the first. */
export function ThenHandle({
  then,
  onThen,
  first,
  last,
}: { readonly then: string; readonly first: number; readonly last: number } & Pick<ThenProps, 'onThen'>) {
  const [dragged, setDragged] = useState<string | null>(null);
  const settle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const shown = dragged ?? then;
  useLayoutEffect(() => setDragged(null), [then]);
  useEffect(() => () => clearTimeout(settle.current), []);
  const drag = (to: string) => {
    setDragged(to);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => onThen(to), 250);
  };
  return (
    <input
      type="range"
      class="then"
      aria-label="Date to compare with"
      min={first}
      max={last}
      step={1}
      value={dayOf(shown)}
      aria-valuetext={dateWords(shown)}
      onInput={(e) => drag(dateOf(Number(e.currentTarget.value)))}
    />
  );
}

/** The two dates with which a comparison starts: the date that is shown and today; of today, the question's own date or a year before. */
export function startOf(date: string | null, own: string | null): { date: string; compare: string } {
  const now = today();
  const before = [date, own].find((each) => each && lastDay(each) < now);
  return { date: now, compare: before ?? `${Number(now.slice(0, 4)) - 1}${now.slice(4).replace('02-29', '02-28')}` };
}
