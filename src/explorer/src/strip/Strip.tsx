import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useAnswer, Waiting } from '../components/PanelFrame';
import type { FormProps } from '../forms/form';
import { load } from '../graph/load';
import { dayOf } from '../graph/timeline';
import { pageScale } from '../picture/labels';
import { Axis } from './Axis';
import { Bars } from './Bars';
import { InWords } from './InWords';
import { place } from './place';
import { the } from '../then/grammar';
import { stripOf } from './rows';
import type { Strip as Rows } from './spans';

/** From when to when all that the answer ever had was in effect, one row a country or a thing. */
export function Strip({ scene, view, theme, actions, isSmall = false }: FormProps) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const { answer, error } = useAnswer<Rows>(
    async () => stripOf(await load({ ...view, date: null, compare: null }, scene.question)),
    [scene.question?.name, JSON.stringify([view.variables, view.steps, scene.evidence])],
  );
  const strip = useMemo(
    () => answer && { ...answer, rows: answer.rows.filter(({ key }) => !view.hidden.includes(key)) },
    [answer, view.hidden],
  );
  const dates = [view.compare, scene.date].map((date) => (scene.date !== null && date !== null ? dayOf(date) : null));
  const placed = useMemo(
    () =>
      strip &&
      width > 0 &&
      place(
        strip,
        dates.filter((day) => day !== null),
        { width, scale: pageScale(), isSmall },
      ),
    [strip, width, isSmall, ...dates],
  );
  const [then, now] = dates.map((day) => (day !== null && placed ? placed.at(day) : null));
  return (
    <div class={`strip ${isSmall ? 'small' : ''}`} ref={host}>
      {!strip && <Waiting error={error} />}
      {strip?.rows.length === 0 && <p class="note">Nothing in this answer has a time in which it is in effect.</p>}
      {strip && placed && strip.rows.length > 0 && (
        <>
          <Axis placed={placed} width={width} />
          <Bars {...{ strip, placed, width, theme }} then={then ?? null} now={now ?? null} open={actions.open} opened={view.open} />
          <Meanings strip={strip} />
          <InWords strip={strip} open={actions.open} />
        </>
      )}
    </div>
  );
}

/** What the marks of the strip mean, as far as it has them. */
function Meanings({ strip }: { strip: Rows }) {
  const spans = strip.rows.flatMap((row) => row.spans);
  const kinds = new Set(strip.relations.map(({ kind }) => kind));
  return (
    <ul class="strip-meanings" aria-hidden="true">
      {spans.some(({ to }) => to === null) && <li>hatched: presumed, beyond what is known</li>}
      {strip.administrations.length > 0 && <li>shaded: who headed the government of {the(strip.country ?? '')}</li>}
      {kinds.has('ENDS') && <li>⊣ ends</li>}
      {kinds.has('REINSTATES') && <li>▷ reinstates</li>}
      {kinds.has('SUCCEEDS') && <li>▶ succeeds</li>}
    </ul>
  );
}

/** The width of an element in pixels, as it changes. */
function useWidth(of: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(of.current!);
    return () => observer.disconnect();
  }, []);
  return width;
}
