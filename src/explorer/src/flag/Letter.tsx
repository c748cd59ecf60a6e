import { useState } from 'preact/hooks';
import { copy } from '../components/clipboard';
import type { EvidenceFragment } from '../generated/graphql';
import { dateWords } from '../graph/words';

/** The claim with its source as a text, for readers who may not propose. */
export function Letter({ claim }: { claim: EvidenceFragment }) {
  const [text, setText] = useState(() => letterOf(claim));
  const [told, tell] = useState('');
  const mail = `mailto:?subject=${encodeURIComponent(`Flagged: ${claim.id}`)}&body=${encodeURIComponent(text)}`;
  return (
    <>
      <p>You are not signed in with a right to propose changes. Say what is wrong, and send it to those who keep this graph.</p>
      <div class="field wide">
        <label for="flag-letter">Text</label>
        <textarea id="flag-letter" rows={12} value={text} onInput={(e) => setText(e.currentTarget.value)} />
      </div>
      <p class="actions">
        <a class="button" href={mail}>
          Send by mail
        </a>
        <button
          type="button"
          onClick={() =>
            copy(text).then((isCopied) => tell(isCopied ? 'The text is copied.' : 'The browser refuses to copy: select the text.'))
          }
        >
          Copy the text
        </button>
        <small role="status">{told}</small>
      </p>
    </>
  );
}

function letterOf({ id, statement, quote, stance, inferred, report }: EvidenceFragment): string {
  return [
    'What is wrong, and how I know: ',
    '',
    `Claim ${id}${stance === 'DENIES' ? ', a denial' : ''}${inferred ? ', inferred' : ''}: ${statement}`,
    ...(quote ? [`Quote: “${quote}”`] : []),
    ...(report
      ? [
          `Report: ${[report.title, report.outlet?.name, report.publishedOn && dateWords(report.publishedOn)].filter(Boolean).join(', ')}`,
          `Address: ${report.url ?? 'no address known'}`,
        ]
      : []),
    `Seen at: ${location.href}`,
  ].join('\n');
}
