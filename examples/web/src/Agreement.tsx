import { useQuery } from '@apollo/client/react';
import { graphql } from './generated';

const question = graphql(/* GraphQL */ `
  query Agreement($id: ID!) {
    instrument(id: $id) {
      id
      name
      status
      claims(first: 50) {
        nodes {
          id
          statement
          quote
          stance
          report {
            id
            title
            url
            publishedOn
            outlet {
              id
              name
            }
          }
        }
      }
    }
  }
`);

/** An agreement, or a measure, with its evidence. */
export function Agreement({ id, onBack }: { id: string; onBack: () => void }) {
  const { data, error, loading } = useQuery(question, { variables: { id } });
  const instrument = data?.instrument;
  return (
    <>
      <button onClick={onBack}>Back</button>
      {loading && <p>Asking …</p>}
      {error && <p role="alert">{error.message}</p>}
      {instrument && (
        <>
          <h1>{instrument.name}</h1>
          <p>Status: {instrument.status.toLowerCase()}</p>
          <h2>Who says so</h2>
          <ul>
            {instrument.claims.nodes.map(({ id: claim, statement, quote, stance, report }) => (
              <li key={claim}>
                {statement} ({stance.toLowerCase()})
                {quote && <blockquote>“{quote}”</blockquote>}
                {report && (
                  <p>
                    {report.url ? <a href={report.url}>{report.title}</a> : report.title}, {report.outlet?.name}, {report.publishedOn}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
