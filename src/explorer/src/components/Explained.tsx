import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What the two words mean that the page cannot do without. */
const meanings: readonly { readonly word: RegExp; readonly says: string }[] = [
  {
    word: /^(independent )?origins?$/i,
    says: 'An origin is where a report comes from in the end: who wrote it first. Forty copies of one wire story count as one origin. The more independent origins, the better something is supported.',
  },
  {
    word: /^instruments?$/i,
    says: 'An instrument is an agreement between parties, or a measure that one side issues alone, such as a decree, a visa rule or an operation.',
  },
];
const words = /((?:independent )?origins?|instruments?)/i;

/**
 * A text in which “origin” and “instrument” explain themselves on hover and on focus.
 * @param isWithin Whether it stands in a button: then the words are no buttons themselves, and explain themselves on hover alone.
 */
export function Explained({ text, isWithin = false }: { text: string; isWithin?: boolean }) {
  return (
    <>
      {text.split(words).map((part, i) => {
        const meaning = meanings.find(({ word }) => word.test(part));
        return meaning ? <Term key={i} word={part} says={meaning.says} isWithin={isWithin} /> : part;
      })}
    </>
  );
}

/** A word with its tooltip (WAI-ARIA's pattern): it stays while it is pointed at itself, and Escape closes it. */
function Term({ word, says, isWithin }: { word: string; says: string; isWithin: boolean }) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const term = useRef<HTMLSpanElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (isShown) place(tip.current!, term.current!);
    else tip.current?.hidePopover();
  }, [isShown]);
  const [show, hide] = [() => setShown(true), () => setShown(false)];
  return (
    <span
      ref={term}
      onMouseEnter={show}
      onMouseLeave={hide}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || !isShown) return;
        // It closes what explains, not what is explained.
        e.stopPropagation();
        hide();
      }}
    >
      {isWithin ? (
        <span class="term">{word}</span>
      ) : (
        <button type="button" class="term" aria-describedby={id} onFocus={show} onBlur={hide} onClick={show}>
          {word}
        </button>
      )}
      {(isShown || !isWithin) && (
        <span ref={tip} id={id} class="tip" role="tooltip" popover="manual">
          {says}
        </span>
      )}
    </span>
  );
}

/** In pixels: between a tooltip and the edges of the window. */
const edge = 8;

/** Shows a tooltip below its word, above it where there is no room, and within the window. */
function place(tip: HTMLElement, term: HTMLElement) {
  tip.showPopover();
  const { left, top, bottom } = term.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = tip;
  tip.style.left = `${Math.max(edge, Math.min(left, document.documentElement.clientWidth - offsetWidth - edge))}px`;
  tip.style.top = `${bottom + offsetHeight + edge < innerHeight ? bottom : top - offsetHeight}px`;
}
