import { useLayoutEffect, useRef } from 'preact/hooks';
import { ask } from '../api/client';
import { Waiting, useAnswer } from '../components/PanelFrame';
import { ViewerDocument, type EvidenceFragment } from '../generated/graphql';
import { Correction } from './Correction';
import { Letter } from './Letter';

/** Any of these allows proposals. */
const proposing = ['graph:propose', 'graph:write', 'graph:admin'];

/** A proposal where the reader may make one; else a text to send to someone who may. */
export function FlagDialog({ claim, close }: { claim: EvidenceFragment; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  const { answer, error } = useAnswer(() => ask(ViewerDocument, {}), []);
  const mayPropose = answer?.viewer?.scopes.some((scope) => proposing.includes(scope));
  return (
    <dialog
      ref={dialog}
      class="code flagging"
      aria-labelledby="flag-title"
      onClose={close}
      // Escape closes the dialog, and not the panel around it.
      onKeyDown={(e) => e.key === 'Escape' && e.stopPropagation()}
    >
      <header>
        <h2 id="flag-title">Flag this claim</h2>
        <button type="button" class="close" aria-label="Close" onClick={() => dialog.current!.close()}>
          ×
        </button>
      </header>
      {!answer && <Waiting error={error} />}
      {answer && (mayPropose ? <Correction claim={claim} /> : <Letter claim={claim} />)}
    </dialog>
  );
}
