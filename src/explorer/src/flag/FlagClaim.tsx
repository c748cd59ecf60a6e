import { useState } from 'preact/hooks';
import type { EvidenceFragment } from '../generated/graphql';
import { FlagDialog } from './FlagDialog';

/** Beside a quote: says that something is wrong with it. */
export function FlagClaim({ claim }: { claim: EvidenceFragment }) {
  const [isFlagging, setFlagging] = useState(false);
  return (
    <>
      <button type="button" class="link flag" onClick={() => setFlagging(true)}>
        Flag this claim<span class="unseen">: {claim.statement}</span>
      </button>
      {isFlagging && <FlagDialog claim={claim} close={() => setFlagging(false)} />}
    </>
  );
}
