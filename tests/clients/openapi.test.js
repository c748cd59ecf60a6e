// The questions over plain HTTP: the OpenAPI document before its linters, each answer against its schema, and each table as a spreadsheet reads it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { start } from './server.js';

const run = promisify(execFile);
const bin = (name) => path.resolve(import.meta.dirname, 'node_modules/.bin', name);

describe('questions over plain HTTP', () => {
  let server, folder, document, file;
  const get = (address, headers = {}) => fetch(new URL(address, server.url), { headers });

  before(async () => {
    server = await start();
    folder = await mkdtemp(path.join(tmpdir(), 'kg-openapi-'));
    document = await (await get('/openapi.json')).json();
    await writeFile(file = path.join(folder, 'openapi.json'), JSON.stringify(document));
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('Redocly has nothing to say against the document', async () => {
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const { stdout } = await run(bin('redocly'), ['lint', '--format', 'json', file], { env, cwd: folder });
    assert.deepEqual(JSON.parse(stdout.slice(stdout.indexOf('{'))).totals, { errors: 0, warnings: 0, ignored: 0 });
  });

  test('Spectral has nothing to say against it either', async () => {
    const rules = path.join(folder, '.spectral.yaml');
    await writeFile(rules, 'extends: ["spectral:oas"]\n');
    const { stdout } = await run(bin('spectral'), ['lint', '--ruleset', rules, '--format', 'json', '--fail-severity', 'hint', file], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout.slice(0, stdout.lastIndexOf(']') + 1)), []);
  });

  test('each question has its parameters, with enums and defaults', () => {
    const { parameters } = document.paths['/questions/who-relies-on-whom'].get;
    assert.deepEqual(parameters.map((p) => [p.name, p.required, p.schema.default]), [
      ['country', false, 'US'], ['objective', false, 'objective:reduce_us_southern_border_crossings'], ['asOf', false, '2024-07-01'],
    ]);
    const [types] = document.paths['/questions/wider/what-rests-on-an-outlet'].get.parameters.filter((p) => p.name === 'types');
    assert.ok(types.schema.items.enum.includes('PARTY_TO'));
    assert.deepEqual(types.schema.default, ['PARTY_TO', 'ACTS_UNDER', 'BENEFITS']);
    assert.deepEqual(document.paths['/questions/who-relies-on-whom/changes'].get.parameters.map((p) => p.name), ['from', 'to', 'country', 'objective']);
  });

  test('each answer fits its schema, and each table is one that a strict reader reads', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'openapi');
    const questions = await (await get('/questions', { Accept: 'application/json' })).json();
    assert.ok(questions.length >= 56);
    const fits = (schema, data, name) => assert.ok(ajv.validate(schema, data), `${name}: ${ajv.errorsText()}`);
    const schemaOf = (address) => ({ $ref: `openapi#/paths/${address.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema` });
    fits(schemaOf('/questions'), questions, 'the list');
    for (const { name, json, csv, changes } of questions) {
      const data = await (await get(json)).json();
      fits(schemaOf(json), data, name);

      const answer = await get(csv);
      assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
      const text = await answer.text();
      // Without quotes around it, a line ends with CR and LF.
      assert.doesNotMatch(text.replace(/"[^"]*"/g, ''), /[^\r]\n|\r[^\n]/, name);
      const [header, ...rows] = parse(text, { record_delimiter: '\r\n' });
      assert.equal(new Set(header).size, header.length, name);
      const cells = new Set(rows.flat().map((cell) => cell.replace(/^'/, '')));
      assert.deepEqual(values(data).filter((value) => !cells.has(value.replace(/^'/, ''))), [], name);

      if (changes) fits(schemaOf(changes), await (await get(`${changes}?from=2024-07-01&to=2024-07-01`)).json(), changes);
    }
  });

  test('what changed between two dates is the difference of two tables', async () => {
    const rows = async (date) => parse(await (await get(`/questions/who-relies-on-whom.csv?asOf=${date}`)).text()).map((row) => row.join('\0')).slice(1);
    const [old, current] = [await rows('2024-06-30'), await rows('2024-07-01')];
    const changes = await (await get('/questions/who-relies-on-whom/changes?from=2024-06-30&to=2024-07-01')).json();
    const texts = (list) => list.map((row) => Object.values(row).join('\0')).sort();
    const without = (left, right) => right.reduce((rest, row) => (rest.includes(row) ? rest.toSpliced(rest.indexOf(row), 1) : rest), left).sort();
    assert.deepEqual(texts([...changes.removed, ...changes.changed.map((c) => c.before)]), without(old, current));
    assert.deepEqual(texts([...changes.added, ...changes.changed.map((c) => c.after)]), without(current, old));
    assert.ok(changes.added.some((row) => Object.values(row).includes('Panama')));
  });

  /** The texts of all values, and of each list of them. */
  function values(data) {
    if (data === null || data === '') return [];
    if (Array.isArray(data) && data.every((item) => typeof item !== 'object')) return data.length ? [data.join('; ')] : [];
    return typeof data === 'object' ? Object.values(data).flatMap(values) : [String(data)];
  }
});
