import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly group?: string;
  readonly hint?: string;
  readonly icon?: ComponentChildren;
}

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  /** What stands in the field while nothing is typed. */
  readonly value?: string;
  readonly hasVisibleLabel?: boolean;
  readonly find: (text: string) => Promise<readonly Option[]>;
  /** `isSecond`: chosen with Shift. */
  readonly onPick: (option: Option, isSecond: boolean) => void;
  readonly empty: (text: string) => string;
  readonly footer?: string;
  readonly shortcut?: string;
  /** Whether the focus comes to it as soon as it is there. */
  readonly takesFocus?: boolean;
}

/** A field in which what is typed is looked up, after the ARIA pattern of a combobox with a list. */
export function Combobox({
  label,
  placeholder,
  value = '',
  hasVisibleLabel = false,
  find,
  onPick,
  empty,
  footer,
  shortcut,
  takesFocus,
}: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<{ for: string; options: readonly Option[]; error?: string } | null>(null);
  const [active, setActive] = useState(0);
  /** Enter came before what it chooses from: the first that is found is meant. */
  const isAwaited = useRef<{ isSecond: boolean } | null>(null);
  const isOpen = text !== null;

  // At once: an Enter that follows the typing closely is for the new text.
  useLayoutEffect(() => {
    if (text === null) return;
    let isStale = false;
    const wait = setTimeout(
      () => {
        find(text).then(
          (options) => {
            if (isStale) return;
            setFound({ for: text, options });
            setActive(0);
            if (isAwaited.current) pick(options[0], isAwaited.current.isSecond);
            isAwaited.current = null;
          },
          (e: Error) => {
            if (!isStale) setFound({ for: text, options: [], error: e.message });
          },
        );
      },
      text === '' ? 0 : 120,
    );
    return () => {
      isStale = true;
      isAwaited.current = null;
      clearTimeout(wait);
    };
  }, [text]);

  useLayoutEffect(() => {
    if (takesFocus) input.current!.focus();
  }, []);

  useEffect(() => {
    if (!shortcut) return;
    const focus = (e: KeyboardEvent) => {
      const on = e.target as HTMLElement;
      if (e.key !== shortcut || e.ctrlKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName)) return;
      e.preventDefault();
      input.current!.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, [shortcut]);

  const close = () => {
    setText(null);
    setFound(null);
  };
  const options = found?.options ?? [];
  const pick = (option: Option | undefined, isSecond: boolean) => {
    if (!option) return;
    close();
    onPick(option, isSecond);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' && !isOpen) setText('');
    else if (e.key === 'ArrowDown') setActive(Math.min(active + 1, options.length - 1));
    else if (e.key === 'ArrowUp' && isOpen) setActive(Math.max(active - 1, 0));
    else if (e.key === 'Enter' && isOpen) {
      if (found?.for === text) pick(options[active], e.shiftKey);
      else isAwaited.current = { isSecond: e.shiftKey };
    } else if (e.key === 'Escape' && isOpen) close();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);

  const isEmpty = isOpen && found !== null && found.for === text && options.length === 0;
  const message = found?.error ?? (isEmpty ? empty(text ?? '') : '');
  return (
    <div class="combobox">
      <label for={id} class={hasVisibleLabel ? '' : 'unseen'}>
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        aria-expanded={isOpen && options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options[active] ? `${id}-${active}` : undefined}
        placeholder={placeholder}
        value={text ?? value}
        maxLength={200}
        onFocus={(e) => e.currentTarget.select()}
        onClick={() => {
          if (!isOpen) setText('');
        }}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        class="options"
        hidden={!isOpen || options.length === 0}
        onMouseDown={(e) => e.preventDefault()}
      >
        {options.map((option, i) => (
          <>
            {option.group && option.group !== options[i - 1]?.group && (
              <li key={`group ${option.group}`} role="presentation" class="group">
                {option.group}
              </li>
            )}
            <li
              key={option.id}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              onMouseMove={() => setActive(i)}
              onClick={(e) => pick(option, e.shiftKey)}
            >
              {option.icon}
              <span class="grow">
                <bdi>{option.label}</bdi>
                {option.hint && (
                  <small>
                    <bdi>{option.hint}</bdi>
                  </small>
                )}
              </span>
            </li>
          </>
        ))}
        {footer && (
          <li role="presentation" class="footer">
            {footer}
          </li>
        )}
      </ul>
      <div role="status" class={message ? 'options note' : 'unseen'}>
        {message}
        {isOpen && !message && found ? <span class="unseen">{options.length} found</span> : null}
      </div>
    </div>
  );
}
