// GraphQL over SSE, distinct connections, by the client that defines it.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';
import { after, before, describe, test } from 'node:test';
import { start } from './server.js';

describe('GraphQL over SSE', () => {
  let server;
  before(async () => { server = await start(); });
  after(() => server.stop());

  const ask = async (payload) => {
    const client = createClient({ url: server.url, retryAttempts: 0 });
    const answers = [];
    for await (const answer of client.iterate(payload)) answers.push(answer);
    client.dispose();
    return answers;
  };

  test('a query is one answer and the end', async () => assert.deepEqual(
    await ask({ query: 'query($c: String) { country(code: $c) { name } }', variables: { c: 'PA' } }), [{ data: { country: { name: 'Panama' } } }]));

  test('a refused operation is an answer with its code', async () =>
    assert.equal((await ask({ query: '{ nope }' }))[0].errors[0].extensions.code, 'FIELDS_ON_CORRECT_TYPE'));

  test('the events are as the protocol says, also by GET', async () => {
    const response = await fetch(`${server.url}?query=${encodeURIComponent('{ __typename }')}`, { headers: { Accept: 'text/event-stream' } });
    assert.equal(response.headers.get('Content-Type'), 'text/event-stream; charset=utf-8');
    assert.equal(await response.text(), 'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n');
  });

  test('what is no request is refused with its status', async () => {
    const response = await fetch(server.url, { method: 'POST', headers: { Accept: 'text/event-stream', 'Content-Type': 'application/json' }, body: '{' });
    assert.equal(response.status, 400);
  });
});
