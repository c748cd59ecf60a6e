import { useState } from 'preact/hooks';
import { send } from '../api/client';
import { ProposeClaimDocument, type EvidenceFragment, type UpdateClaimSetInput } from '../generated/graphql';

const longest = 2_000;

/** What the claim should be instead, as a proposal for a reviewer. */
export function Correction({ claim }: { claim: EvidenceFragment }) {
  const before = { statement: claim.statement, quote: claim.quote ?? '', isDenial: claim.stance === 'DENIES', isInferred: claim.inferred };
  const [after, change] = useState(before);
  const [note, setNote] = useState('');
  const [state, setState] = useState<{ proposal: string | null; trouble: string | null; isSending: boolean }>({
    proposal: null,
    trouble: null,
    isSending: false,
  });
  const set: UpdateClaimSetInput = {
    ...(after.statement !== before.statement && { statement: after.statement }),
    ...(after.quote !== before.quote && { quote: after.quote || null }),
    ...(after.isDenial !== before.isDenial && { stance: after.isDenial ? 'DENIES' : 'ASSERTS' }),
    ...(after.isInferred !== before.isInferred && { inferred: after.isInferred }),
  };
  const propose = async (e: Event) => {
    e.preventDefault();
    if (Object.keys(set).length === 0) {
      setState({ proposal: null, trouble: 'Nothing is different yet. Change what should be different.', isSending: false });
      return;
    }
    setState({ proposal: null, trouble: null, isSending: true });
    try {
      const { updateClaim } = await send(ProposeClaimDocument, { input: { id: claim.id, set }, title: `Flagged: ${claim.id}`, note });
      const [error] = updateClaim?.errors ?? [];
      setState({ proposal: updateClaim?.proposal?.id ?? null, trouble: error?.message ?? null, isSending: false });
    } catch (error) {
      setState({ proposal: null, trouble: (error as Error).message, isSending: false });
    }
  };
  if (state.proposal)
    return (
      <p role="status">
        Thank you. Your correction waits for review as <code>{state.proposal}</code>.
      </p>
    );
  return (
    <form onSubmit={propose}>
      <p>Correct what is wrong. A reviewer decides; until then the graph stays as it is.</p>
      <div class="field wide">
        <label for="flag-statement">Statement, in our own words</label>
        <textarea
          id="flag-statement"
          rows={2}
          required
          value={after.statement}
          onInput={(e) => change({ ...after, statement: e.currentTarget.value })}
        />
      </div>
      <div class="field wide">
        <label for="flag-quote">Quote, in the words of the report</label>
        <textarea id="flag-quote" rows={2} value={after.quote} onInput={(e) => change({ ...after, quote: e.currentTarget.value })} />
      </div>
      <label class="yesno">
        <input type="checkbox" checked={after.isDenial} onChange={(e) => change({ ...after, isDenial: e.currentTarget.checked })} />
        It denies what it is evidence for
      </label>
      <label class="yesno">
        <input type="checkbox" checked={after.isInferred} onChange={(e) => change({ ...after, isInferred: e.currentTarget.checked })} />
        It goes beyond the words of the report
      </label>
      <div class="field wide">
        <label for="flag-note">What is wrong, and how you know</label>
        <textarea id="flag-note" rows={3} required maxLength={longest} value={note} onInput={(e) => setNote(e.currentTarget.value)} />
      </div>
      {state.trouble && (
        <p class="fault" role="alert">
          {state.trouble}
        </p>
      )}
      <p class="actions">
        <button type="submit" disabled={state.isSending}>
          Propose the correction
        </button>
      </p>
    </form>
  );
}
