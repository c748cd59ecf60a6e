// graphql-codegen's client preset over the schema that is served: what it writes of the named questions and of a usage is sound TypeScript.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { generate } from '@graphql-codegen/cli';
import { start } from './server.js';

const root = path.resolve(import.meta.dirname, '../..');
// Below this folder, so that the packages are found.
const folder = path.join(import.meta.dirname, 'node_modules/.codegen');

describe('graphql-codegen', () => {
  let server;
  before(async () => {
    server = await start();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await cp(path.join(import.meta.dirname, 'codegen'), folder, { recursive: true });
  });
  after(() => server.stop());

  test('the client preset types the operations, and a use of them compiles', async () => {
    const files = await generate({
      schema: server.url,
      documents: [path.join(folder, 'usage.ts'), path.join(root, 'seed/questions/*.graphql')],
      silent: true,
      generates: {
        [`${path.join(folder, 'generated')}/`]: {
          preset: 'client',
          config: { strictScalars: true, useTypeImports: true, scalars: { PartialDate: 'string', DateTime: 'string', URL: 'string' } },
        },
      },
    }, true);
    assert.ok(files.length > 0);
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', verbatimModuleSyntax: true, types: [] },
      include: ['*.ts'],
    }));
    execFileSync(process.execPath, [path.join(import.meta.dirname, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  });
});
