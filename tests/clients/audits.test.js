// GraphQL over HTTP: every audit of graphql-http, the reference suite of the specification.
import { serverAudits } from 'graphql-http';
import { after, before, describe, test } from 'node:test';
import { start } from './server.js';

describe('GraphQL over HTTP', () => {
  let server;
  before(async () => { server = await start(); });
  after(() => server.stop());

  for (const audit of serverAudits({ url: () => server.url, fetchFn: fetch })) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      if (result.status !== 'ok') throw new Error(`${result.status}: ${result.reason}`);
    });
  }
});
