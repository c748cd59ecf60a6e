// Gateways: what they pass on of a date, what they lose, and how that is noticed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { getUnifiedGraphGracefully } from '@graphql-mesh/fusion-composition';
import * as http from '@graphql-mesh/transport-http';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { schemaFromExecutor, wrapSchema } from '@graphql-tools/wrap';
import { buildSchema, graphql } from 'graphql';
import { byAlias, byArgument, byDirective, counts, countsByAlias, dates, post, readCounts, undated, urlOf } from './dates.js';
import { start } from './server.js';

describe('gateways', () => {
  let server, schema, supergraph, right;
  before(async () => {
    server = await start();
    schema = await schemaFromExecutor(buildHTTPExecutor({ endpoint: server.url }));
    const sdl = await (await fetch(`${server.url}?sdl`)).text();
    supergraph = getUnifiedGraphGracefully([{ name: 'knowledge', schema: buildSchema(sdl), url: server.url }]);
    right = await readCounts(server.url);
  });
  after(() => server.stop());

  /** Throws if a response is not as of the date that was asked for; docs/clients.md has this line. */
  const check = ({ extensions }, asOf) => {
    if ((extensions?.lens?.asOf ?? null) !== asOf) throw new Error(`The response is not as of ${asOf}.`);
  };

  test('the server says which date applied', async () => {
    for (const asOf of dates) {
      check(await post(server.url, byDirective, { asOf }), asOf);
      check(await post(urlOf(server.url, asOf), undated), asOf);
    }
  });

  const runHive = (source, plugin) => {
    const gateway = createGatewayRuntime({ ...source, plugins: () => (plugin ? [plugin] : []), transports: { http }, logging: false });
    return {
      ask: async (query, variables, rest) => (await gateway.fetch('http://gateway/graphql', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query, variables, ...rest }),
      })).json(),
      stop: () => gateway[Symbol.asyncDispose](),
    };
  };

  // Each gateway has one upstream: `ask` sends it an operation, and `seen` gets the dates of the upstream's responses.
  const gateways = {
    '@graphql-tools/wrap': (url, seen) => {
      const send = buildHTTPExecutor({ endpoint: url });
      const wrapped = wrapSchema({ schema, executor: async (request) => {
        const response = await send(request);
        seen.push(response.extensions?.lens?.asOf ?? null);
        return response;
      } });
      return { ask: (source, variableValues) => graphql({ schema: wrapped, source, variableValues }), stop() {} };
    },
    'Hive Gateway': (url, seen) => runHive(
      { supergraph: supergraph.replaceAll(server.url, url) },
      { onSubgraphExecute: () => ({ result }) => void seen.push(result.extensions?.lens?.asOf ?? null) }),
  };

  const checkThatExtensionsAreLost = async (gateway) => {
    const response = await gateway.ask(undated, {}, { extensions: { lens: { asOf: '2024-07-01' } } });
    assert.deepEqual(counts(response.data), right[2]);
    assert.throws(() => check(response, '2024-07-01'));
  };

  for (const [name, open] of Object.entries(gateways))
    describe(name, () => {
      let gateway;
      before(() => (gateway = open(server.url, [])));
      after(() => gateway.stop());

      test('the arguments of fields pass', async () => {
        for (const [i, asOf] of dates.entries()) assert.deepEqual(counts((await gateway.ask(byArgument, { asOf })).data), right[i]);
        assert.deepEqual(countsByAlias((await gateway.ask(byAlias)).data), right);
      });

      test('the directive is lost, and the response has no lens', async () => {
        const response = await gateway.ask(byDirective, { asOf: '2024-07-01' });
        assert.equal(response.errors, undefined);
        assert.deepEqual(counts(response.data), right[2]);
        assert.equal(response.extensions?.lens, undefined);
        assert.throws(() => check(response, '2024-07-01'), { message: 'The response is not as of 2024-07-01.' });
      });

      test('the date in the URL of the upstream applies, and the upstream says so', async () => {
        assert.deepEqual(counts((await gateway.ask(undated)).data), right[2]);
        for (const i of [0, 1]) {
          const seen = [];
          const dated = open(urlOf(server.url, dates[i]), seen);
          const response = await dated.ask(undated);
          assert.deepEqual(counts(response.data), right[i]);
          assert.equal(response.extensions?.lens, undefined);
          assert.deepEqual(counts((await dated.ask(byArgument, { asOf: null })).data), right[2]);
          assert.deepEqual(new Set(seen), new Set([dates[i]]));
          await dated.stop();
        }
      });

      if (name === 'Hive Gateway') test('the extensions of a request are lost', () => checkThatExtensionsAreLost(gateway));

      test('the alias then is taken for a promise', async () => {
        const { errors } = await gateway.ask('{ country(code: "US") { then: agreements(asOf: "2015") { totalCount } } }');
        assert.deepEqual(errors.map((error) => error.path), [['country']]);
      });
    });

  test('Hive Gateway as a proxy loses only the extensions of a request', async () => {
    const gateway = runHive({ proxy: { endpoint: server.url } });
    for (const [i, asOf] of dates.entries()) {
      const response = await gateway.ask(byDirective, { asOf });
      assert.deepEqual(counts(response.data), right[i]);
      check(response, asOf);
    }
    assert.deepEqual(countsByAlias((await gateway.ask(byAlias)).data), right);
    await checkThatExtensionsAreLost(gateway);
    await gateway.stop();
    const dated = runHive({ proxy: { endpoint: urlOf(server.url, dates[0]) } });
    assert.deepEqual(counts((await dated.ask(undated)).data), right[0]);
    await dated.stop();
  });
});
