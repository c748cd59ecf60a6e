import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What a mark of a chart says when it is pointed at or has the focus, and what it opens. */
export interface Point {
  readonly says: string;
  readonly opens: string | null;
}

interface Props {
  /** What the chart shows, for readers who do not see it. */
  readonly label: string;
  readonly points: readonly Point[];
  /** Draws the chart for a width in pixels and the size of text, 1 for one of 16 pixels. Each element that it puts into a group of the class `point` stands for a point, whose number is its datum. */
  readonly draw: (width: number, scale: number) => SVGElement | HTMLElement;
  /** What the drawing depends on besides the width. */
  readonly of: readonly unknown[];
  readonly opened: string | null;
  readonly open: (id: string) => void;
}

type Mark = SVGElement & { readonly __data__: number };
const narrowest = 260;

/** A chart whose marks can be pointed at, reached by the arrow keys and opened. */
export function Chart({ label, points, draw, of, opened, open }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLParagraphElement>(null);
  const [width, setWidth] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);

  useLayoutEffect(() => {
    const measure = new ResizeObserver(([entry]) => setWidth(Math.max(narrowest, Math.floor(entry!.contentRect.width))));
    measure.observe(box.current!);
    return () => measure.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width === 0) return;
    const chart = draw(width, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
    // The policy of the page allows no style within it: these rules are in the style sheet.
    chart.querySelectorAll('style').forEach((style) => style.remove());
    // What the marks say is enough for those who listen.
    chart.querySelectorAll('g').forEach((group) => group.removeAttribute('aria-label'));
    chart.setAttribute('role', 'group');
    chart.setAttribute('aria-label', `${label}. The arrow keys go from value to value.`);
    marksIn(chart).forEach((mark, i) => {
      const { says, opens } = points[mark.__data__]!;
      mark.setAttribute('role', opens ? 'button' : 'img');
      mark.setAttribute('aria-label', says);
      mark.setAttribute('tabindex', i === 0 ? '0' : '-1');
      mark.classList.toggle('opens', opens !== null);
    });
    box.current!.replaceChildren(chart);
  }, [width, ...of]);
  useLayoutEffect(() => {
    for (const mark of marksIn(box.current!)) {
      const { opens } = points[mark.__data__]!;
      mark.classList.toggle('opened', opens !== null && opens === opened);
    }
  });
  // Beside the mark, and within the chart.
  useLayoutEffect(() => {
    if (pointed === null) return;
    const mark = marksIn(box.current!).find((each) => each.__data__ === pointed);
    if (!mark) return;
    const around = box.current!.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const own = tip.current!.getBoundingClientRect();
    const left = (at.left + at.right) / 2 - around.left - own.width / 2;
    const above = at.top - around.top - own.height - 8;
    tip.current!.style.left = `${Math.max(0, Math.min(left, around.width - own.width))}px`;
    tip.current!.style.top = `${above >= 0 ? above : at.bottom - around.top + 8}px`;
  }, [pointed]);

  const markAt = (target: EventTarget | null) => (target as Element | null)?.closest<Mark>('.point > *') ?? null;
  const act = (mark: Mark | null) => {
    const opens = mark && points[mark.__data__]!.opens;
    if (opens) open(opens);
  };
  return (
    <div class="chart">
      <div
        class="drawing"
        ref={box}
        onPointerOver={(e) => setPointed(markAt(e.target)?.__data__ ?? null)}
        onPointerLeave={() => setPointed(null)}
        onFocusIn={(e) => setPointed(markAt(e.target)?.__data__ ?? null)}
        onFocusOut={() => setPointed(null)}
        onClick={(e) => act(markAt(e.target))}
        onKeyDown={(e) => {
          const mark = markAt(e.target);
          if (!mark) return;
          if (e.key === 'Enter' || e.key === ' ') act(mark);
          else if (e.key === 'Escape') setPointed(null);
          else if (!move(marksIn(box.current!), mark, e.key)) return;
          e.preventDefault();
        }}
      />
      <p class="pointed" ref={tip} hidden={pointed === null} aria-hidden="true">
        {pointed === null ? '' : points[pointed]?.says}
      </p>
    </div>
  );
}

/** The marks that stand for points, in the order of the points. */
const marksIn = (chart: Element) => [...chart.querySelectorAll<Mark>('.point > *')].sort((a, b) => a.__data__ - b.__data__);

const steps: Readonly<Record<string, (at: number, length: number) => number>> = {
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, length) => length - 1,
};

function move(marks: readonly Mark[], from: Mark, key: string): boolean {
  const step = steps[key];
  if (!step) return false;
  const next = marks[step(marks.indexOf(from), marks.length)];
  if (next) {
    from.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  }
  return true;
}
