// The full introspection of graphql-js, as GraphiQL, GraphQL Mesh and code generators send it: it must give the same schema as the SDL.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as graphql16 from 'graphql';
import * as graphql17 from 'graphql17';
import { start } from './server.js';

const everything = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };

describe('introspection', () => {
  let server;
  before(async () => {
    server = await start();
  });
  after(() => server.stop());

  for (const js of [graphql16, graphql17])
    test(`graphql-js ${js.version} builds the schema that the SDL has`, async () => {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query: js.getIntrospectionQuery(everything) }),
      });
      const { data, errors } = await response.json();
      assert.equal(errors, undefined);
      const introspected = js.buildClientSchema(data);
      assert.deepEqual(js.validateSchema(introspected), []);
      const text = (schema) => js.printSchema(js.lexicographicSortSchema(schema));
      assert.equal(text(introspected), text(js.buildSchema(await (await fetch(`${server.url}?sdl`)).text())));
      assert.match(text(introspected), /scalar PartialDate @specifiedBy/);
      assert.match(text(introspected), /input CountrySortInput @oneOf/);
    });
});
