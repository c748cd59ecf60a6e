import { useEffect, useId, useLayoutEffect, useState } from 'preact/hooks';
import { ask } from '../api/client';
import { CountriesDocument, ObjectivesDocument } from '../generated/graphql';
import { enumWords, kindWords } from '../graph/words';
import type { Theme } from '../picture/marks';
import type { Control } from '../questions/question';
import { isDate } from '../view/view';
import { Combobox, type Option } from './Combobox';
import { useNames } from './names';
import { findNodes } from './Search';
import { NodeSymbol } from './Symbol';

interface Props {
  readonly control: Control;
  readonly value: string;
  readonly theme: Theme;
  readonly onChange: (value: string) => void;
}

/** The control for one variable of a question. */
export function ControlField({ control, value, theme, onChange }: Props) {
  const id = useId();
  switch (control.takes) {
    case 'country':
      return <CountryField {...{ control, value, theme, onChange }} />;
    case 'node':
      return <NodeField {...{ control, value, theme, onChange }} />;
    case 'nodes':
      return <NodesField {...{ control, value, theme, onChange }} />;
    case 'choice':
    case 'yesno': {
      const choices = control.takes === 'yesno' ? ['true', 'false'] : control.choices;
      return (
        <div class="field">
          <label for={id}>{control.label}</label>
          <select id={id} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
            {!control.required && <option value="">any</option>}
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {control.takes === 'yesno' ? (choice === 'true' ? 'yes' : 'no') : enumWords(choice)}
              </option>
            ))}
          </select>
        </div>
      );
    }
    case 'date':
      return (
        <TextField
          {...{ control, value, onChange }}
          label={control.label}
          check={(text) => ((text === '' && !control.required) || isDate(text) ? null : 'Write 2024, 2024-07 or 2024-07-01.')}
        />
      );
    case 'number':
      return (
        <TextField
          {...{ control, value, onChange }}
          label={control.label}
          check={(text) => (/^-?\d*\.?\d*$/.test(text) && (text !== '' || !control.required) ? null : 'Write a number.')}
        />
      );
    default:
      return (
        <TextField
          {...{ control, value, onChange }}
          label={control.label}
          check={(text) => (text !== '' || !control.required ? null : 'Write something.')}
        />
      );
  }
}

/** A text that is taken when Enter is pressed or the field is left, if it passes. */
export function TextField({
  label,
  value,
  onChange,
  check,
  hidesLabel = false,
  placeholder,
  maxLength,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  check: (text: string) => string | null;
  hidesLabel?: boolean;
  placeholder?: string;
  maxLength?: number;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  useLayoutEffect(() => setText(value), [value]);
  const fault = text === value ? null : check(text.trim());
  const commit = () => {
    if (text.trim() !== value && check(text.trim()) === null) onChange(text.trim());
  };
  return (
    <div class="field">
      <label for={id} class={hidesLabel ? 'unseen' : ''}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        dir="auto"
        autocomplete="off"
        value={text}
        placeholder={placeholder}
        maxLength={maxLength}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-fault`}
        onInput={(e) => setText(e.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === 'Enter') commit();
        }}
      />
      <span id={`${id}-fault`} class="fault" role="status">
        {fault}
      </span>
    </div>
  );
}

const holds = (label: string, text: string) => label.toLowerCase().includes(text.trim().toLowerCase());

function CountryField({ control, value, theme, onChange }: Props) {
  const [countries, setCountries] = useState<readonly { id: string; name: string; iso2: string; iso3: string }[] | null>(null);
  useEffect(() => {
    ask(CountriesDocument, {}).then(
      ({ countries: all }) => setCountries(all.nodes),
      () => setCountries([]),
    );
  }, []);
  const chosen = countries?.find((c) => [c.iso2, c.iso3].includes(value.toUpperCase()));
  const find = (text: string) =>
    Promise.resolve(
      (countries ?? [])
        .filter((c) => holds(`${c.name} ${c.iso2} ${c.iso3}`, text))
        .map((c): Option => ({ id: c.iso2, label: c.name, icon: <NodeSymbol kind="COUNTRY" theme={theme} /> })),
    );
  return (
    <div class="field">
      <Combobox
        hasVisibleLabel
        label={control.label}
        value={countries ? (chosen?.name ?? value) : ''}
        find={find}
        onPick={(o) => onChange(o.id)}
        empty={(text) => `No country here is called “${text}”.`}
      />
    </div>
  );
}

async function findFor({ kinds }: Control, text: string, theme: Theme): Promise<readonly Option[]> {
  const [kind] = kinds;
  if (kinds.length === 1 && (kind === 'COUNTRY' || kind === 'OBJECTIVE')) {
    const nodes =
      kind === 'COUNTRY' ? (await ask(CountriesDocument, {})).countries.nodes : (await ask(ObjectivesDocument, {})).objectives.nodes;
    return nodes
      .filter((node) => holds(node.name, text))
      .map((node) => ({ id: node.id, label: node.name, icon: <NodeSymbol kind={kind} theme={theme} /> }));
  }
  return findNodes(text, kinds, 12, theme);
}

const emptyFor =
  ({ kinds }: Control) =>
  (text: string) => {
    const what = kinds.length > 0 ? kinds.map((kind) => kindWords[kind][0]).join(' or ') : 'node';
    return text.trim() === '' ? `Type the name of another ${what}.` : `No ${what} is called “${text}”.`;
  };

function NodeField({ control, value, theme, onChange }: Props) {
  const nameOf = useNames(value ? [value] : []);
  return (
    <div class="field wide">
      <Combobox
        hasVisibleLabel
        label={control.label}
        value={nameOf(value)}
        find={(text) => findFor(control, text, theme)}
        onPick={(o) => onChange(o.id)}
        empty={emptyFor(control)}
      />
    </div>
  );
}

function NodesField({ control, value, theme, onChange }: Props) {
  const ids = value
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  const nameOf = useNames(ids);
  const put = (next: readonly string[]) => onChange(next.join(', '));
  return (
    <div class="field wide">
      <Combobox
        hasVisibleLabel
        label={control.label}
        placeholder="add another …"
        find={(text) => findFor(control, text, theme)}
        onPick={(o) => put([...new Set([...ids, o.id])])}
        empty={emptyFor(control)}
      />
      <ul class="chips">
        {ids.map((id) => (
          <li key={id} title={nameOf(id)}>
            <bdi>{nameOf(id)}</bdi>
            <button
              type="button"
              class="plain"
              aria-label={`Remove ${nameOf(id) || id}`}
              disabled={control.required && ids.length === 1}
              onClick={() => put(ids.filter((other) => other !== id))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
