// Relay: its compiler reads the schema that is served, and its runtime pages, refetches and normalises what it compiled.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import relay from 'relay-runtime';
import { byAlias, byArgument, byDirective, counts, countsByAlias, dates, fromAbove, lenses, post, readCounts, undated, urlOf } from './dates.js';
import { start } from './server.js';

const { createOperationDescriptor, Environment, fetchQuery, getSingularSelector, Network, RecordSource, Store } = relay;
const folder = path.resolve(import.meta.dirname, '../../artifacts/clients/relay');

/** The operations of dates.js, as Relay's compiler wants them named. */
const named = {
  datesAliasQuery: byAlias.replace('query ByAlias', 'query datesAliasQuery'),
  datesArgumentQuery: byArgument.replace('query ByArgument', 'query datesArgumentQuery'),
  datesDirectiveQuery: byDirective.replace('query ByDirective', 'query datesDirectiveQuery'),
  datesFromAboveQuery: fromAbove.replace('query FromAbove', 'query datesFromAboveQuery'),
  datesUndatedQuery: `query datesUndatedQuery ${undated}`,
};

describe('Relay', () => {
  let server, environment, compiled, headers;
  const create = (send) => new Environment({ network: Network.create(send), store: new Store(new RecordSource()) });
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
    await writeFile(path.join(folder, 'src/dates.js'), Object.entries(named).map(([name, text]) => `export const ${name} = graphql\`${text}\`;\n`).join('\n'));
    await writeFile(path.join(folder, 'schema.graphql'), await (await fetch(`${server.url}?sdl`)).text());
    await writeFile(path.join(folder, 'relay.config.json'), JSON.stringify({ src: './src', schema: './schema.graphql', language: 'javascript', artifactDirectory: './generated', eagerEsModules: false }));
    compiled = execFileSync(path.resolve(import.meta.dirname, 'node_modules/.bin/relay-compiler'), ['relay.config.json'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    environment = create(({ text }, variables) => post(server.url, text, variables, {}, headers));
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

  describe('edits', () => {
    const places = () => read(createOperationDescriptor(load('editsQuery'), { code: 'PA' }).fragment).country.places.edges.map(({ node }) => node?.name);
    const mutate = (name, input, connections) => new Promise((resolve, reject) => relay.commitMutation(environment, {
      mutation: load(name), variables: { input, ...(connections && { connections }) }, onCompleted: resolve, onError: reject,
    }));
    let connection;
    before(async () => {
      const { country } = await ask(load('editsQuery'), { code: 'PA' });
      connection = relay.ConnectionHandler.getConnectionID(country.id, 'edits_places');
      headers = { Authorization: `Bearer ${server.token('graph:write')}` };
    });

    test('a new node is appended to a list, changes in it, and disappears from it', async () => {
      const before = places();
      const input = { id: 'place:relay', name: 'Relay Town', kind: 'TOWN', countries: [{ to: 'country:PAN', evidence: [{ new: { statement: 'It is in Panama.', report: 'report:cbs_2024_07_01' } }] }] };
      const { createPlace } = await mutate('editsAddMutation', input, [connection]);
      assert.deepEqual(createPlace.errors, []);
      assert.deepEqual(places(), [...before, 'Relay Town']);
      await mutate('editsRenameMutation', { id: 'place:relay', set: { name: 'Relay City' } });
      assert.deepEqual(places(), [...before, 'Relay City']);
      await mutate('editsRemoveMutation', { id: 'place:relay' });
      assert.deepEqual(places().filter(Boolean), before);
    });

    test('an edge of the payload is appended to a list', async () => {
      await mutate('editsLinkMutation', { name: 'Edge Town', kind: 'TOWN', countries: [{ to: 'country:PAN', evidence: [{ new: { statement: 'It is there.', report: 'report:cbs_2024_07_01' } }] }] }, [connection]);
      assert.equal(places().at(-1), 'Panama');
    });
  });

  describe('dates', () => {
    let right;
    before(async () => (right = await readCounts(server.url)));
    const ask = async (environment, name, asOf) => {
      const variables = asOf === undefined ? {} : { asOf };
      const operation = createOperationDescriptor(load(name), variables);
      environment.retain(operation);
      await fetchQuery(environment, load(name), variables, { fetchPolicy: 'store-or-network' }).toPromise();
      return environment.lookup(operation.fragment).data;
    };
    const fromStore = (environment, name, asOf) => {
      const operation = createOperationDescriptor(load(name), asOf === undefined ? {} : { asOf });
      assert.equal(environment.check(operation).status, 'available');
      return environment.lookup(operation.fragment).data;
    };

    test('the arguments of fields keep them apart in one store', async () => {
      const environment = create(({ text }, variables) => post(server.url, text, variables));
      for (const asOf of dates) await ask(environment, 'datesArgumentQuery', asOf);
      await ask(environment, 'datesUndatedQuery');
      assert.deepEqual(countsByAlias(await ask(environment, 'datesAliasQuery')), right);
      for (const [i, asOf] of dates.entries()) assert.deepEqual(counts(fromStore(environment, 'datesArgumentQuery', asOf)), right[i]);
      assert.deepEqual(counts(fromStore(environment, 'datesUndatedQuery')), right[2]);
      assert.deepEqual(countsByAlias(fromStore(environment, 'datesAliasQuery')), right);
    });

    for (const lens of lenses)
      test(`one environment for each date, which gives it in the ${lens}`, async () => {
        for (const [i, asOf] of dates.entries()) {
          const seen = [];
          const environment = create(async ({ text }, variables) => {
            const response = lens === 'URL'
              ? await post(urlOf(server.url, asOf), text, variables) : await post(server.url, text, variables, { extensions: { lens: { asOf } } });
            seen.push(response.extensions?.lens?.asOf ?? null);
            return response;
          });
          assert.deepEqual(counts(await ask(environment, 'datesUndatedQuery')), right[i]);
          assert.deepEqual(counts(fromStore(environment, 'datesUndatedQuery')), right[i]);
          assert.deepEqual(seen, [asOf]);
        }
      });

    // docs/clients.md warns of the next two.
    test('a directive does not keep them apart', async () => {
      const environment = create(({ text }, variables) => post(server.url, text, variables));
      for (const asOf of dates) assert.deepEqual(counts(await ask(environment, 'datesDirectiveQuery', asOf)), right[0]);
    });

    test('an argument of a field above does not keep them apart', async () => {
      const environment = create(({ text }, variables) => post(server.url, text, variables));
      for (const [i, asOf] of dates.entries()) {
        assert.equal((await ask(environment, 'datesFromAboveQuery', asOf)).country.reliesOn.totalCount, right[i][1]);
        assert.equal(fromStore(environment, 'datesFromAboveQuery', dates[0]).country.reliesOn.totalCount, right[i][1]);
      }
    });
  });
});
