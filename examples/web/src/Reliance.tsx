import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { graphql } from './generated';

const question = graphql(/* GraphQL */ `
  query Reliance($country: String!, $objective: ID!, $on: PartialDate) @asOf(date: $on) {
    country(code: $country) {
      id
      name
      reliesOn(objective: $objective) {
        edges {
          node {
            id
            name
          }
          strength
          through {
            id
            name
          }
          corroboration {
            independentOrigins
          }
        }
      }
    }
  }
`);

/** Who relies on whom at a date. */
export function Reliance({ onChoose }: { onChoose: (instrument: string) => void }) {
  const [on, setOn] = useState('2024-07-01');
  const { data, error, loading } = useQuery(question, {
    variables: { country: 'US', objective: 'objective:reduce_us_southern_border_crossings', on },
    // The date is the operation's, so it is no part of what the cache knows a country by.
    fetchPolicy: 'no-cache',
  });
  const country = data?.country;
  return (
    <>
      <h1>On whom does {country?.name ?? 'a country'} rely?</h1>
      <label>
        On <input type="date" value={on} onChange={(event) => event.target.value && setOn(event.target.value)} />
      </label>
      {loading && <p>Asking …</p>}
      {error && <p role="alert">{error.message}</p>}
      {country?.reliesOn?.edges.length === 0 && <p>On nobody, on that day.</p>}
      <ul>
        {country?.reliesOn?.edges.map(({ node, strength, through, corroboration }) => (
          <li key={node.id}>
            <strong>{node.name}</strong>, {strength.toLowerCase()}, by {corroboration?.independentOrigins ?? 0} independent origins
            <ul>
              {through.map((instrument) => (
                <li key={instrument.id}>
                  <button onClick={() => onChoose(instrument.id)}>{instrument.name}</button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
