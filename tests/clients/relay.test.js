// Relay: its compiler reads the schema that is served, and its runtime pages, refetches and normalises what it compiled.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import relay from 'relay-runtime';
import { start } from './server.js';

const { createOperationDescriptor, Environment, fetchQuery, getSingularSelector, Network, RecordSource, Store } = relay;
const folder = path.resolve(import.meta.dirname, '../../artifacts/clients/relay');

describe('Relay', () => {
  let server, environment, compiled;
  const load = (name) => createRequire(import.meta.url)(path.join(folder, 'generated', `${name}.graphql.js`));
  const read = (selector) => environment.lookup(selector).data;
  const ask = async (query, variables) => {
    const operation = createOperationDescriptor(query, variables);
    environment.retain(operation);
    await fetchQuery(environment, query, variables).toPromise();
    return read(operation.fragment);
  };

  before(async () => {
    server = await start();
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.join(folder, 'generated'), { recursive: true });
    await cp(path.join(import.meta.dirname, 'relay'), path.join(folder, 'src'), { recursive: true });
    await writeFile(path.join(folder, 'schema.graphql'), await (await fetch(`${server.url}?sdl`)).text());
    await writeFile(path.join(folder, 'relay.config.json'), JSON.stringify({ src: './src', schema: './schema.graphql', language: 'javascript', artifactDirectory: './generated', eagerEsModules: false }));
    compiled = execFileSync(path.resolve(import.meta.dirname, 'node_modules/.bin/relay-compiler'), ['relay.config.json'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    environment = new Environment({
      network: Network.create(async ({ text }, variables) => {
        const answer = await fetch(server.url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: text, variables }) });
        return answer.json();
      }),
      store: new Store(new RecordSource()),
    });
  });
  after(() => server.stop());

  test('the compiler accepts the schema and the operations', () => assert.ok(load('claimsQuery').params.text.includes('claims_country'), compiled));

  test('a connection grows by the refetched page', async () => {
    const { country } = await ask(load('claimsQuery'), { code: 'US' });
    const fragment = getSingularSelector(load('claims_country'), country);
    const first = read(fragment);
    assert.equal(first.name, 'United States');
    assert.equal(first.claims.edges.length, 1);
    assert.equal(first.claims.pageInfo.hasNextPage, true);
    await ask(load('claimsPaginationQuery'), { id: 'country:USA', first: 5, after: first.claims.pageInfo.endCursor });
    const names = read(fragment).claims.edges.map((edge) => edge.node.statement);
    assert.ok(names.length > 1);
    assert.equal(new Set(names).size, names.length);
  });

  test('a node is found by its id, and is the same record however it is reached', async () => {
    assert.deepEqual(await ask(load('claimsNodeQuery'), { id: 'country:USA' }), { node: { __typename: 'Country', name: 'United States' } });
    assert.ok(environment.getStore().getSource().has('country:USA'));
  });
});
