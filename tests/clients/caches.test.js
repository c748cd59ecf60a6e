// Apollo Client and urql with their normalised caches, which know the schema's interfaces and unions.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery } from 'graphql';
import { start } from './server.js';

const named = gql`query Named($id: ID!) { node(id: $id) { id ...Name } } fragment Name on Actor { name }`;
const country = gql`query Country($code: String!) { country(code: $code) { id iso2 } }`;
const page = gql`query Page($first: Int!, $after: String) { countries(first: $first, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } } }`;

describe('normalised caches', () => {
  let server, schema;
  before(async () => {
    server = await start();
    const answer = await fetch(server.url, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query: getIntrospectionQuery() }),
    });
    schema = (await answer.json()).data;
  });
  after(() => server.stop());

  describe('Apollo Client', () => {
    let client;
    before(() => {
      const possibleTypes = Object.fromEntries(
        schema.__schema.types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map((each) => each.name)]));
      client = new ApolloClient({
        link: new HttpLink({ uri: server.url }),
        cache: new InMemoryCache({ possibleTypes, typePolicies: { Query: { fields: { countries: relayStylePagination() } } } }),
      });
    });
    after(() => client.stop());

    test('a fragment on an interface is read, and two questions share a node', async () => {
      assert.equal((await client.query({ query: named, variables: { id: 'country:USA' } })).data.node.name, 'United States');
      await client.query({ query: country, variables: { code: 'US' } });
      const kept = client.cache.extract()['Country:country:USA'];
      assert.deepEqual([kept.name, kept.iso2], ['United States', 'US']);
    });

    test('pages become one list', async () => {
      const query = client.watchQuery({ query: page, variables: { first: 2 } });
      const watching = query.subscribe(() => {});
      const { data } = await client.query({ query: page, variables: { first: 2 } });
      await query.fetchMore({ variables: { after: data.countries.pageInfo.endCursor } });
      watching.unsubscribe();
      const all = client.readQuery({ query: page, variables: { first: 2 } }).countries.edges.map((edge) => edge.node.id);
      assert.equal(new Set(all).size, 4);
    });
  });

  describe('urql', () => {
    const warnings = [];
    let client;
    before(() => {
      client = new Client({
        url: server.url,
        preferGetMethod: false,
        exchanges: [
          cacheExchange({ schema, resolvers: { Query: { countries: relayPagination() } }, logger: (severity, message) => { if (severity !== 'debug') warnings.push(message); } }),
          fetchExchange,
        ],
      });
    });

    test('a fragment on an interface is read, and is in the cache at the second time', async () => {
      const first = await client.query(named, { id: 'country:USA' });
      assert.equal(first.error, undefined);
      assert.equal(first.data.node.name, 'United States');
      const second = await client.query(named, { id: 'country:USA' }, { requestPolicy: 'cache-only' });
      assert.equal(second.data.node.name, 'United States');
    });

    test('pages become one list', async () => {
      const first = await client.query(page, { first: 2 });
      const second = await client.query(page, { first: 2, after: first.data.countries.pageInfo.endCursor });
      assert.equal(new Set(second.data.countries.edges.map((edge) => edge.node.id)).size, 4);
    });

    test('the cache had nothing to complain of', () => assert.deepEqual(warnings, []));
  });
});
