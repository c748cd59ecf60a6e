// graphql-transport-ws, by the client that defines it, and by hand for what it would never send.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import { after, before, describe, test } from 'node:test';
import WebSocket from 'ws';
import { start } from './server.js';

describe('graphql-transport-ws', () => {
  let server;
  before(async () => { server = await start({ WEBSOCKETINITSECONDS: 1, MAXWEBSOCKETS: 8, MAXBODYBYTES: 100_000 }); });
  after(() => server.stop());

  const ask = (client, payload) => new Promise((resolve, reject) => {
    const answers = [];
    client.subscribe(payload, { next: (answer) => answers.push(answer), error: reject, complete: () => resolve(answers) });
  });

  /** Sends messages one after another and tells what came back, and how it ended. */
  const talk = (messages, protocol = 'graphql-transport-ws', options = {}) => new Promise((resolve, reject) => {
    const socket = new WebSocket(server.webSocketUrl, protocol, options);
    const received = [];
    socket.on('open', () => messages.forEach((m) => socket.send(m instanceof Buffer || typeof m === 'string' ? m : JSON.stringify(m))));
    socket.on('message', (m) => received.push(JSON.parse(m)));
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString(), received }));
    socket.on('error', reject);
  });

  const init = { type: 'connection_init' };
  const subscribe = (id, query = '{ __typename }') => ({ id, type: 'subscribe', payload: { query } });

  test('a query is one answer and the end', async () => {
    const client = createClient({ url: server.webSocketUrl, webSocketImpl: WebSocket });
    const answers = await ask(client, { query: 'query($c: String) { country(code: $c) { name } }', variables: { c: 'PA' } });
    assert.deepEqual(answers, [{ data: { country: { name: 'Panama' } } }]);
    await client.dispose();
  });

  test('many operations share a connection', async () => {
    const client = createClient({ url: server.webSocketUrl, webSocketImpl: WebSocket, lazy: false });
    const answers = await Promise.all(Array.from({ length: 15 }, (_, i) => ask(client, { query: `{ a${i}: __typename }` })));
    assert.deepEqual(answers, Array.from({ length: 15 }, (_, i) => [{ data: { [`a${i}`]: 'Query' } }]));
    await client.dispose();
  });

  test('a refused operation is an error with its code, and the connection goes on', async () => {
    const client = createClient({ url: server.webSocketUrl, webSocketImpl: WebSocket, lazy: false });
    await assert.rejects(ask(client, { query: '{ nope }' }), (errors) => errors[0].extensions.code === 'FIELDS_ON_CORRECT_TYPE');
    assert.equal((await ask(client, { query: '{ __typename }' }))[0].data.__typename, 'Query');
    await client.dispose();
  });

  test('pings are answered', async () => {
    const client = createClient({ url: server.webSocketUrl, webSocketImpl: WebSocket, lazy: false, keepAlive: 50 });
    await new Promise((resolve) => client.on('pong', (received) => received && resolve()));
    await client.dispose();
  });

  test('an id is free again when its operation is complete', async () => {
    const socket = new WebSocket(server.webSocketUrl, 'graphql-transport-ws');
    const types = [];
    await new Promise((resolve) => {
      socket.on('open', () => socket.send(JSON.stringify(init)));
      socket.on('message', (m) => {
        const { type } = JSON.parse(m);
        types.push(type);
        if (type === 'connection_ack' || (type === 'complete' && types.length < 5)) socket.send(JSON.stringify(subscribe('1')));
        else if (type === 'complete') resolve();
      });
    });
    socket.close();
    assert.deepEqual(types, ['connection_ack', 'next', 'complete', 'next', 'complete']);
  });

  for (const [name, messages, code] of [
    ['text that is no JSON', ['x'], 4400],
    ['a message without a type', [{}], 4400],
    ['an unknown type', [init, { type: 'start', id: '1' }], 4400],
    ['binary', [init, Buffer.from('{"type":"ping"}')], 4400],
    ['subscribe without an id', [init, { type: 'subscribe', payload: { query: '{ __typename }' } }], 4400],
    ['subscribe without a payload', [init, { type: 'subscribe', id: '1' }], 4400],
    ['subscribe without a query', [init, { type: 'subscribe', id: '1', payload: {} }], 4400],
    ['subscribe before connection_init', [subscribe('1')], 4401],
    ['connection_init twice', [init, init], 4429],
    ['no connection_init in time', [], 4408],
    ['a message that is too large', [init, 'x'.repeat(100_001)], 1009],
  ]) {
    test(`${name}: ${code}`, async () => assert.equal((await talk(messages)).code, code));
  }

  test('another subprotocol: 4406', async () => assert.equal((await talk([], 'graphql-ws').catch((e) => ({ code: e.message }))).code, 'Server sent no subprotocol'));
  test('no subprotocol: 4406', async () => assert.equal((await talk([], [])).code, 4406));

  test('an id that is in use: 4409', async () => {
    // The second arrives while the first still runs: both stand in one packet, and an operation runs beside the reading.
    for (let i = 0; i < 50; i++) {
      const { code } = await talk([init, ...Array.from({ length: 15 }, () => subscribe('1', '{ countries { nodes { name claims { nodes { id } } } } }')), 'x']);
      if (code === 4409) return;
    }
    assert.fail('never 4409');
  });

  test('a page of another origin is refused', async () => {
    await assert.rejects(talk([], 'graphql-transport-ws', { headers: { Origin: 'https://evil.example' } }), /403/);
    const { received } = await talk([init, 'x'], 'graphql-transport-ws', { headers: { Origin: new URL(server.url).origin } });
    assert.deepEqual(received, [{ type: 'connection_ack' }]);
  });

  test('more WebSockets than may be are refused, and queries beside them answered', async () => {
    const sockets = await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve, reject) => {
      const socket = new WebSocket(server.webSocketUrl, 'graphql-transport-ws');
      socket.on('open', () => { socket.send(JSON.stringify(init)); resolve(socket); });
      socket.on('error', reject);
    })));
    await assert.rejects(talk([init]), /503/);
    const answer = await fetch(server.url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"query":"{ __typename }"}' });
    assert.equal(answer.status, 200);
    await Promise.all(sockets.map((s) => new Promise((resolve) => { s.on('close', resolve); s.close(); })));
    const { received } = await talk([init, 'x']);
    assert.deepEqual(received, [{ type: 'connection_ack' }]);
  });
});
