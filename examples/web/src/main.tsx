import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Agreement } from './Agreement';
import { Reliance } from './Reliance';

const client = new ApolloClient({
  link: new HttpLink({ uri: '/graphql' }),
  // So that a fragment on the interface matches both.
  cache: new InMemoryCache({ possibleTypes: { Instrument: ['Agreement', 'Measure'] } }),
});

/** One view or the other: an agreement that was chosen, or who relies on whom. */
function App() {
  const [instrument, choose] = useState<string | null>(null);
  return instrument === null ? <Reliance onChoose={choose} /> : <Agreement id={instrument} onBack={() => choose(null)} />;
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <App />
    </ApolloProvider>
  </StrictMode>,
);
