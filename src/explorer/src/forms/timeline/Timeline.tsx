import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { count, dateWords, spanWords } from '../../graph/words';
import { Chart } from '../chart/Chart';
import { daysBetween, grainOf } from '../chart/dates';
import type { FormProps } from '../form';
import { FormFrame } from '../FormFrame';
import { Opens } from '../Opens';
import { entriesOf, place, saysOf, type Entry } from './entries';
import { plot } from './plot';

/** What happened when: over the whole time as a chart, and day by day as a list. */
export default function Timeline({ scene, theme, isLoading, actions, view, go }: FormProps) {
  const entries = useMemo(() => entriesOf(scene), [scene]);
  const { placed, lanes, rows } = useMemo(() => place(entries), [entries]);
  const opens = { open: actions.open, opened: view.open };
  return (
    <FormFrame name="timeline" isEmpty={entries.length === 0} {...{ scene, isLoading, go }}>
      {entries.length > 0 && (
        <Chart
          label="Timeline"
          points={placed.map(({ entry }) => ({ says: saysOf(entry), opens: entry.id }))}
          of={[placed, theme]}
          draw={(width, scale) => plot({ placed, lanes, rows, theme, width, scale })}
          {...opens}
        />
      )}
      <Days {...{ entries, ...opens }} />
    </FormFrame>
  );
}

interface DaysProps {
  readonly entries: readonly Entry[];
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

function Days({ entries, open, opened }: DaysProps) {
  const days = [...Map.groupBy(entries, (entry) => entry.since ?? entry.until ?? '')];
  return (
    <ol class="days">
      {days.map(([date, some], i) => (
        <Fragment key={date}>
          {gapBefore(days[i - 1]?.[0], date) > 1 && !some[0]!.isSpan && (
            <li class="gap">{lengthWords(gapBefore(days[i - 1]![0], date))} without an entry</li>
          )}
          <li>
            <h3>{dateWords(date)}</h3>
            <ul>
              {some.map(({ what, label, detail, id, since, until, isSpan }, at) => (
                <li key={at}>
                  <span class="what">{what}</span> <Opens {...{ id, open, opened }} text={label} />
                  {(detail || isSpan) && <small>{[isSpan && spanWords(since, until), detail].filter(Boolean).join(' · ')}</small>}
                </li>
              ))}
            </ul>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

const lengthWords = (days: number) =>
  days < 61 ? count(days, 'day') : days < 731 ? count(Math.round(days / 30.44), 'month') : count(Math.round(days / 365.25), 'year');

/** The days between two that are known. */
const gapBefore = (previous: string | undefined, date: string) =>
  previous && grainOf(previous) === 'day' && grainOf(date) === 'day' ? daysBetween(previous, date) : 0;
