import { useState } from 'preact/hooks';
import { Combobox } from '../components/Combobox';
import { findNodes } from '../components/Search';
import type { NodeType } from '../generated/graphql';
import { kindWords } from '../graph/words';
import type { Theme } from '../picture/marks';

interface Props {
  readonly id: string;
  readonly kind: NodeType;
  readonly theme: Theme;
  readonly onPick: (other: string) => void;
}

const instruments: readonly NodeType[] = ['AGREEMENT', 'MEASURE'];

/** Finds another node of the same kind, to see both side by side. */
export function BesideField({ id, kind, theme, onPick }: Props) {
  const [isAsking, setAsking] = useState(false);
  const kinds = instruments.includes(kind) ? instruments : [kind];
  const what = kinds.map((each) => kindWords[each][0]).join(' or ');
  return (
    <>
      <button type="button" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        Compare with …
      </button>
      {isAsking && (
        <div class="field wide">
          <Combobox
            hasVisibleLabel
            label={`Compare with another ${what}`}
            find={async (text) => (await findNodes(text, kinds, 10, theme)).filter((option) => option.id !== id)}
            onPick={(option) => {
              setAsking(false);
              onPick(option.id);
            }}
            empty={(text) => (text.trim() === '' ? `Type the name of another ${what}.` : `No other ${what} is called “${text}”.`)}
          />
        </div>
      )}
    </>
  );
}
