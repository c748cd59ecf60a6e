// Mutations with the clients of the field: their caches have the change without asking again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { getIntrospectionQuery } from 'graphql';
import { post } from './dates.js';
import { start } from './server.js';

const read = gql`query Read { place(id: "place:darien_gap") { id name revision } }`;
const rename = gql`
  mutation Rename($name: String!, $expectedRevision: Int) @change(note: "As on the map.") {
    updatePlace(input: { id: "place:darien_gap", set: { name: $name }, expectedRevision: $expectedRevision }) {
      place { id name revision }
      change { id }
      errors { __typename ... on Error { message code path } ... on ConflictError { currentRevision } }
    }
  }
`;

describe('mutations', () => {
  let server, headers, schema, possibleTypes;
  before(async () => {
    server = await start();
    headers = { Authorization: `Bearer ${server.token('graph:write')}` };
    schema = (await post(server.url, getIntrospectionQuery())).data;
    possibleTypes = Object.fromEntries(schema.__schema.types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map((each) => each.name)]));
  });
  after(() => server.stop());

  test('Apollo Client: what is watched changes with the payload, and a conflict is data', async () => {
    const client = new ApolloClient({ link: new HttpLink({ uri: server.url, headers }), cache: new InMemoryCache({ possibleTypes }) });
    const names = [];
    const watching = client.watchQuery({ query: read }).subscribe(({ data }) => { if (data?.place?.name) names.push(data.place.name); });
    const { revision } = (await client.query({ query: read })).data.place;
    const { data } = await client.mutate({ mutation: rename, variables: { name: 'Tapón del Darién', expectedRevision: revision } });
    assert.deepEqual(data.updatePlace.errors, []);
    assert.equal(data.updatePlace.place.revision, revision + 1);
    const refused = (await client.mutate({ mutation: rename, variables: { name: 'Another', expectedRevision: revision } })).data.updatePlace;
    assert.deepEqual(refused.errors.map((e) => [e.__typename, e.code, e.path, e.currentRevision]), [['ConflictError', 'STALE', ['input', 'expectedRevision'], revision + 1]]);
    assert.equal(client.readQuery({ query: read }).place.name, 'Tapón del Darién');
    watching.unsubscribe();
    client.stop();
    assert.equal(names.at(-1), 'Tapón del Darién');
  });

  test('Apollo Client: a mutation without a token is an error', async () => {
    const client = new ApolloClient({ link: new HttpLink({ uri: server.url }), cache: new InMemoryCache() });
    await assert.rejects(client.mutate({ mutation: rename, variables: { name: 'Nobody' } }), /needs a token/);
    client.stop();
  });

  test('urql: the normalised cache has the payload', async () => {
    const warnings = [];
    const client = new Client({
      url: server.url, preferGetMethod: false, fetchOptions: { headers },
      exchanges: [cacheExchange({ schema, logger: (severity, message) => { if (severity !== 'debug') warnings.push(message); } }), fetchExchange],
    });
    const first = await client.query(read, {});
    const { data, error } = await client.mutation(rename, { name: 'Darién', expectedRevision: first.data.place.revision });
    assert.equal(error, undefined);
    assert.deepEqual(data.updatePlace.errors, []);
    assert.equal((await client.query(read, {}, { requestPolicy: 'cache-only' })).data.place.name, 'Darién');
    assert.deepEqual(warnings, []);
  });
});
