// graphql-eslint and GraphQL Inspector over the schema that is served, and over the named questions that it answers.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { diff, validate } from '@graphql-inspector/core';
import { ESLint } from 'eslint';
import { buildSchema, Source } from 'graphql';
import { start } from './server.js';

const root = path.resolve(import.meta.dirname, '../..');
const questions = path.join(root, 'seed/questions');

describe('linters', () => {
  let server, served, kept;
  before(async () => {
    server = await start();
    served = await (await fetch(`${server.url}?sdl`)).text();
    kept = await readFile(path.join(root, 'docs', 'schema.graphql'), 'utf8');
  });
  after(() => server.stop());

  test('GraphQL Inspector finds no difference between the schema that is served and the one that was reviewed', async () =>
    assert.deepEqual((await diff(buildSchema(kept), buildSchema(served))).map((change) => change.message), []));

  test('GraphQL Inspector finds no fault with the named questions', async () => {
    const documents = await Promise.all((await readdir(questions, { recursive: true })).filter((name) => name.endsWith('.graphql')).map(async (name) => new Source(await readFile(path.join(questions, name), 'utf8'), name)));
    assert.ok(documents.length > 15);
    // Each is a document of its own: two may call their fragments the same.
    const schema = buildSchema(served);
    assert.deepEqual(documents.flatMap((each) => validate(schema, [each], { strictDeprecated: true, strictFragments: true })), []);
  });

  test('graphql-eslint finds nothing', async () => {
    Object.assign(process.env, { SCHEMA: path.join(root, 'docs', 'schema.graphql'), DOCUMENTS: path.join(questions, '**/*.graphql') });
    const eslint = new ESLint({ cwd: root, overrideConfigFile: path.join(import.meta.dirname, 'eslint.config.js') });
    const files = await eslint.lintFiles(['docs/schema.graphql', 'seed/questions/**/*.graphql']);
    assert.ok(files.length > 15);
    assert.deepEqual(files.flatMap((file) => file.messages.map((m) => `${path.basename(file.filePath)}:${m.line} ${m.ruleId}: ${m.message}`)), []);
  });
});
