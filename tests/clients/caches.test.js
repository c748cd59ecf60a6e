// Apollo Client and urql with their normalised caches, which know the schema's interfaces and unions.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { Client, fetchExchange, mapExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery } from 'graphql';
import { tap } from 'rxjs';
import { byAlias, byArgument, byDirective, counts, countsByAlias, dates, fromAbove, lenses, post, readCounts, undated, urlOf } from './dates.js';
import { start } from './server.js';

const named = gql`query Named($id: ID!) { node(id: $id) { id ...Name } } fragment Name on Actor { name }`;
const country = gql`query Country($code: String!) { country(code: $code) { id iso2 } }`;
const page = gql`query Page($first: Int!, $after: String) { countries(first: $first, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } } }`;

describe('normalised caches', () => {
  let server, schema, right;
  before(async () => {
    server = await start();
    schema = (await post(server.url, getIntrospectionQuery())).data;
    right = await readCounts(server.url);
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

    describe('dates', () => {
      const clients = [];
      const create = (uri, ...links) => {
        const client = new ApolloClient({ link: ApolloLink.from([...links, new HttpLink({ uri })]), cache: new InMemoryCache() });
        clients.push(client);
        return client;
      };
      const ask = async (client, query, asOf, options) => (await client.query({ query: gql(query), variables: asOf === undefined ? {} : { asOf }, ...options })).data;
      after(() => clients.forEach((client) => client.stop()));

      test('the arguments of fields keep them apart in one cache', async () => {
        const client = create(server.url);
        for (const asOf of dates) await ask(client, byArgument, asOf);
        await ask(client, undated);
        assert.deepEqual(countsByAlias(await ask(client, byAlias)), right);
        for (const [i, asOf] of dates.entries()) assert.deepEqual(counts(await ask(client, byArgument, asOf, { fetchPolicy: 'cache-only' })), right[i]);
        assert.deepEqual(counts(await ask(client, undated, undefined, { fetchPolicy: 'cache-only' })), right[2]);
        assert.deepEqual(countsByAlias(await ask(client, byAlias, undefined, { fetchPolicy: 'cache-only' })), right);
      });

      for (const lens of lenses)
        test(`one client for each date, which gives it in the ${lens}`, async () => {
          for (const [i, asOf] of dates.entries()) {
            const seen = [];
            const read = new ApolloLink((operation, forward) => forward(operation).pipe(tap(({ extensions }) => seen.push(extensions?.lens?.asOf ?? null))));
            const extend = new ApolloLink((operation, forward) => {
              operation.extensions.lens = { asOf };
              return forward(operation);
            });
            const client = lens === 'URL' ? create(urlOf(server.url, asOf), read) : create(server.url, read, extend);
            assert.deepEqual(counts(await ask(client, undated)), right[i]);
            assert.deepEqual(counts(await ask(client, undated, undefined, { fetchPolicy: 'cache-only' })), right[i]);
            assert.deepEqual(seen, [asOf]);
          }
        });

      // docs/clients.md warns of the next two.
      test('a directive does not keep them apart', async () => {
        const client = create(server.url);
        for (const asOf of dates) assert.deepEqual(counts(await ask(client, byDirective, asOf)), right[0]);
      });

      test('an argument of a field above does not keep them apart', async () => {
        const client = create(server.url);
        for (const [i, asOf] of dates.entries()) {
          assert.equal((await ask(client, fromAbove, asOf)).country.reliesOn.totalCount, right[i][1]);
          assert.equal((await ask(client, fromAbove, dates[0], { fetchPolicy: 'cache-only' })).country.reliesOn.totalCount, right[i][1]);
        }
      });
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

    describe('dates', () => {
      const create = (url, ...exchanges) => new Client({ url, exchanges: [cacheExchange({ schema }), ...exchanges, fetchExchange] });
      const ask = async (client, query, asOf, options) => {
        const { data, error } = await client.query(query, asOf === undefined ? {} : { asOf }, options);
        assert.equal(error, undefined);
        return data;
      };

      test('the arguments of fields keep them apart in one cache', async () => {
        const client = create(server.url);
        for (const asOf of dates) await ask(client, byArgument, asOf);
        await ask(client, undated);
        assert.deepEqual(countsByAlias(await ask(client, byAlias)), right);
        for (const [i, asOf] of dates.entries()) assert.deepEqual(counts(await ask(client, byArgument, asOf, { requestPolicy: 'cache-only' })), right[i]);
        assert.deepEqual(counts(await ask(client, undated, undefined, { requestPolicy: 'cache-only' })), right[2]);
        assert.deepEqual(countsByAlias(await ask(client, byAlias, undefined, { requestPolicy: 'cache-only' })), right);
      });

      for (const lens of lenses)
        test(`one client for each date, which gives it in the ${lens}`, async () => {
          for (const [i, asOf] of dates.entries()) {
            const seen = [];
            const read = mapExchange({ onResult: ({ extensions }) => void seen.push(extensions?.lens?.asOf ?? null) });
            const extend = mapExchange({ onOperation: (operation) => ({ ...operation, extensions: { ...operation.extensions, lens: { asOf } } }) });
            const client = lens === 'URL' ? create(urlOf(server.url, asOf), read) : create(server.url, read, extend);
            assert.deepEqual(counts(await ask(client, undated)), right[i]);
            assert.deepEqual(counts(await ask(client, undated, undefined, { requestPolicy: 'cache-only' })), right[i]);
            assert.deepEqual(seen, [asOf]);
          }
        });

      // docs/clients.md warns of the next two.
      test('a directive does not keep them apart', async () => {
        const client = create(server.url);
        for (const asOf of dates) assert.deepEqual(counts(await ask(client, byDirective, asOf)), right[0]);
      });

      test('an argument of a field above does not keep them apart', async () => {
        const client = create(server.url);
        for (const [i, asOf] of dates.entries()) {
          assert.equal((await ask(client, fromAbove, asOf)).country.reliesOn.totalCount, right[i][1]);
          assert.equal((await ask(client, fromAbove, dates[0], { requestPolicy: 'cache-only' })).country.reliesOn.totalCount, right[i][1]);
        }
      });
    });
  });
});
