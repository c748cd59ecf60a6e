import type { Store } from './server';

const {
  NEO4J_TEST_URL: url,
  NEO4J_TEST_BOLT: bolt = url,
  NEO4J_TEST_USER: user = 'neo4j',
  NEO4J_TEST_PASSWORD: password = '',
} = process.env;

/** The Neo4j that NEO4J_TEST_URL names; null where it names none. Its database belongs to the tests: they empty it. */
export const neo4j: Store | null = url
  ? { options: ['--store', 'neo4j', '--neo4j-url', bolt!, '--neo4j-user', user], environment: { NEO4J_PASSWORD: password } }
  : null;

/** Takes away whatever other tests left there. */
export async function empty() {
  const response = await fetch(new URL('/db/neo4j/query/v2', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    body: JSON.stringify({ statement: 'MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS' }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string }[] };
  if (errors?.length) throw new Error(`Neo4j: ${errors.map((error) => error.message).join('; ')}`);
}
