import { ask } from '../api/client';
import { AboutDocument, type AboutQuery } from '../generated/graphql';
import { count, dateWords } from '../graph/words';
import { useAnswer } from './PanelFrame';

/** What the page is about, how large the graph is, and of when. */
export function About({ retry }: { retry: number }) {
  const { answer } = useAnswer<AboutQuery>(() => ask(AboutDocument, {}), [retry]);
  if (!answer) return null;
  const { nodes, relationships, knownUntil, recordedAt } = answer.graph;
  return (
    <p class="about">
      A graph of countries and officials, their agreements and measures, and the reports that say so: {count(nodes, 'node')} and{' '}
      {count(relationships, 'relationship')}.{knownUntil && ` Latest report: ${dateWords(knownUntil)}.`}
      {recordedAt && ` Last changed: ${dateWords(recordedAt.slice(0, 10))}.`}
    </p>
  );
}
