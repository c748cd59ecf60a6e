import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Moment } from '../graph/timeline';
import { dateOf, dayOf, today } from '../graph/timeline';
import { count, dateWords } from '../graph/words';
import type { TimelineEvent } from '../generated/graphql';
import { ThenField, ThenHandle, type ThenProps } from '../then/Handle';
import { isDate } from '../view/view';
import { TextField } from './Controls';
import { Known, Unknown } from './Known';

interface Props extends ThenProps {
  readonly date: string | null;
  readonly moments: readonly Moment[];
  readonly isLoading: boolean;
  /** Until when the graph knows. */
  readonly knownUntil: string | null;
  readonly isAsKnown: boolean;
  readonly onAsKnown: (isAsKnown: boolean) => void;
  /** `isStep`: a choice that undo goes back to, rather than one of many on the way. */
  readonly onDate: (date: string | null, isStep: boolean) => void;
  readonly onCompare: () => void;
}

/** How long a moment is shown while time plays, at least: the next waits for the picture. */
const playPace = 900;

const diamond = 'M0-5 5 0 0 5-5 0z';
const triangle = 'M0-5 5 4-5 4z';
const symbols: Record<TimelineEvent, string> = {
  ANNOUNCED: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  SIGNED: triangle,
  IN_FORCE: triangle,
  ENDED: 'M-4-4H4V4H-4z',
  HELD: 'M0-5 1.6-1.6 5 0 1.6 1.6 0 5-1.6 1.6-5 0-1.6-1.6z',
  OFFICE_TAKEN: diamond,
  OFFICE_LEFT: diamond,
  REPORTED: 'M-2-2H2V2H-2z',
};
const lanes: readonly (readonly TimelineEvent[])[] = [
  ['ANNOUNCED', 'SIGNED', 'IN_FORCE'],
  ['ENDED'],
  ['OFFICE_TAKEN', 'OFFICE_LEFT', 'HELD'],
];
const meanings: readonly { readonly of: readonly TimelineEvent[]; readonly words: string }[] = [
  { of: ['SIGNED', 'IN_FORCE'], words: 'signed, took effect' },
  { of: ['ANNOUNCED'], words: 'announced' },
  { of: ['ENDED'], words: 'ended' },
  { of: ['OFFICE_TAKEN', 'OFFICE_LEFT'], words: 'office taken, left' },
  { of: ['HELD'], words: 'event' },
];

/** One date for the whole page, on the timeline of what is on the screen. */
export function Time({ date, moments, isLoading, knownUntil, isAsKnown, onAsKnown, onDate, then: second, onThen, onCompare }: Props) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const isFirstPlayed = useRef(false);
  const settle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const shown = dragged ?? date;
  const days = useMemo(() => [...new Set(moments.map((moment) => moment.day))].sort((a, b) => a - b), [moments]);
  const [first, last] = useMemo(() => {
    const all = [...days, dayOf(today()), ...[date, second].filter((each) => each !== null).map(dayOf)];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const margin = Math.max(30, Math.round((most - least) * 0.02));
    return [least - margin, most + margin];
  }, [days, date, second]);
  const day = dayOf(shown ?? today());
  const share = (of: number) => ((of - first) / (last - first)) * 100;
  const next = days.find((each) => each > (date ? dayOf(date) : -Infinity));
  const previous = days.findLast((each) => each < (date ? dayOf(date) : Infinity));

  useLayoutEffect(() => setDragged(null), [date]);
  useEffect(() => () => clearTimeout(settle.current), []);
  // At once, so that what was paused goes not one moment further.
  useLayoutEffect(() => {
    if (!isPlaying || isLoading) return;
    if (next === undefined || date === null) {
      setPlaying(false);
      return;
    }
    const wait = setTimeout(() => {
      onDate(dateOf(next), isFirstPlayed.current);
      isFirstPlayed.current = false;
    }, playPace);
    return () => clearTimeout(wait);
  }, [isPlaying, isLoading, date, next]);

  const play = () => {
    if (isPlaying) {
      setPlaying(false);
      return;
    }
    const isAnew = date === null || next === undefined;
    // What is played is one step to undo.
    isFirstPlayed.current = !isAnew;
    if (isAnew) onDate(dateOf(days[0]!), true);
    setPlaying(true);
  };
  const choose = (to: string | null) => {
    setPlaying(false);
    onDate(to, true);
  };
  const drag = (to: string) => {
    setPlaying(false);
    setDragged(to);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => onDate(to, true), 250);
  };

  const then = shown ? moments.filter((moment) => shown.startsWith(moment.on) || moment.on.startsWith(shown)) : [];
  const before = shown && then.length === 0 ? moments.filter((moment) => moment.day < day).at(-1) : undefined;
  return (
    <section class="time" aria-label="Time">
      <div class="when">
        <TextField
          label="As of"
          value={shown ?? ''}
          placeholder="ever"
          check={(text) => (text === '' || isDate(text) ? null : 'Write 2024, 2024-07 or 2024-07-01.')}
          onChange={(text) => choose(text || null)}
        />
        <button
          type="button"
          aria-label={isPlaying ? 'Pause' : 'Play'}
          title={isPlaying ? 'Pause' : 'Play what happened, moment by moment'}
          disabled={days.length === 0}
          onClick={play}
        >
          {isPlaying ? '❚❚' : '▶'}
        </button>
        <button type="button" aria-label="The moment before" disabled={previous === undefined} onClick={() => choose(dateOf(previous!))}>
          ‹
        </button>
        <button type="button" aria-label="The next moment" disabled={next === undefined} onClick={() => choose(dateOf(next!))}>
          ›
        </button>
        <button
          type="button"
          aria-pressed={date === today()}
          aria-describedby={knownUntil ? 'known-until' : undefined}
          onClick={() => choose(today())}
        >
          Today
        </button>
        <button type="button" aria-pressed={date === null} onClick={() => choose(null)}>
          Ever
        </button>
      </div>
      <div class={`track ${days.length === 0 ? 'bare' : ''}`}>
        <svg class="marks" aria-hidden="true">
          {knownUntil && <Unknown from={share(dayOf(knownUntil))} />}
          {lanes.map((lane, i) =>
            moments
              .filter((moment) => lane.includes(moment.what))
              .map((moment, n) => (
                <svg key={`${i}-${n}`} x={`${share(moment.day)}%`} y={`${0.44 + i * 0.69}rem`} overflow="visible">
                  <path class={`moment ${moment.what.toLowerCase()}`} d={symbols[moment.what]}>
                    <title>{`${moment.on} ${moment.words}`}</title>
                  </path>
                </svg>
              )),
          )}
          {second && <line class="now then" x1={`${share(dayOf(second))}%`} x2={`${share(dayOf(second))}%`} y1="0" y2="100%" />}
          {shown && <line class="now" x1={`${share(day)}%`} x2={`${share(day)}%`} y1="0" y2="100%" />}
        </svg>
        <input
          type="range"
          aria-label="Date"
          class={shown === null ? 'ever' : ''}
          min={first}
          max={last}
          step={1}
          value={day}
          aria-valuetext={shown ? dateWords(shown) : 'ever: no date is chosen'}
          onInput={(e) => drag(dateOf(Number(e.currentTarget.value)))}
        />
        {second && <ThenHandle {...{ onThen, first, last }} then={second} />}
        <div class="ends" aria-hidden="true">
          <span>{dateOf(first).slice(0, 4)}</span>
          <span>{dateOf(last).slice(0, 4)}</span>
        </div>
      </div>
      <Known date={date} until={knownUntil} isAsKnown={isAsKnown} onAsKnown={onAsKnown} />
      <ThenField then={second} onThen={onThen} onStart={onCompare} />
      <p class="moments" title={then.map((moment) => moment.words).join('\n')}>
        {shown === null ? (
          `No date: all that was ever so.${moments.length > 0 ? ` ${count(moments.length, 'moment')} on the timeline.` : ''}`
        ) : then.length > 0 ? (
          <>
            <b>{dateWords(shown)}</b>: <bdi>{then[0]!.words}</bdi>
            {then.length > 1 && `, and ${then.length - 1} more`}
          </>
        ) : before ? (
          <>
            <b>{dateWords(shown)}</b>. Last before: {dateWords(before.on)}, <bdi>{before.words}</bdi>
          </>
        ) : (
          <b>{dateWords(shown)}</b>
        )}
      </p>
      <ul class={`meanings ${days.length === 0 ? 'bare' : ''}`} aria-hidden="true">
        {meanings
          .filter(({ of }) => moments.some((moment) => of.includes(moment.what)))
          .map(({ of: [first], words }) => (
            <li key={words}>
              <svg viewBox="-6 -6 12 12">
                <path class={`moment ${first!.toLowerCase()}`} d={symbols[first!]} />
              </svg>
              {words}
            </li>
          ))}
      </ul>
    </section>
  );
}
