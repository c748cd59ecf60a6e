// Agents: the official SDK, the conformance suite and the inspector of the Model Context Protocol, and an agent that cites what it says.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { program, start } from './server.js';

const run = promisify(execFile);
const bin = (name) => path.join(import.meta.dirname, 'node_modules/.bin', name);
const questions = path.resolve(import.meta.dirname, '../../seed/questions');

async function connect(transport) {
  const client = new Client({ name: 'tests', version: '1' });
  await client.connect(transport);
  return client;
}

const call = (client, name, args = {}) => client.callTool({ name, arguments: args });

/** The numbers of the lines of evidence in a text. */
const lines = (result) => [...result.content[0].text.matchAll(/^\[(\d+)\] /gm)].map((found) => Number(found[1]));

describe('agents over HTTP', () => {
  let server, url, client, folder;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kg-questions-'));
    await cp(questions, folder, { recursive: true });
    server = await start({}, '--questions', folder);
    url = server.url.replace('/graphql', '/mcp');
    client = await connect(new StreamableHTTPClientTransport(new URL(url)));
  });
  after(async () => {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the conformance suite: all scenarios that need no tools, prompts or resources of its own', async () => {
    const { stdout } = await run(bin('conformance'), ['server', '--url', url, '--expected-failures', path.join(import.meta.dirname, 'mcp.conformance.yml')]);
    for (const scenario of ['server-initialize', 'ping', 'tools-list', 'resources-list', 'dns-rebinding-protection']) assert.match(stdout, new RegExp(`✓ ${scenario}: [1-9]\\d* passed, 0 failed`));
  });

  test('the inspector lists the tools and calls one', async () => {
    const inspect = async (...args) => JSON.parse((await run(bin('mcp-inspector'), ['--cli', url, '--transport', 'http', ...args])).stdout);
    assert.ok((await inspect('--method', 'tools/list')).tools.some((tool) => tool.name === 'who_relies_on_whom'));
    const result = await inspect('--method', 'tools/call', '--tool-name', 'get', '--tool-arg', 'id=country:PAN');
    assert.equal(result.structuredContent.data.node.name, 'Panama');
  });

  test('every tool and every argument is described, and only `propose` is not read-only', async () => {
    const { tools } = await client.listTools();
    assert.equal(tools.length, 56 + 7);
    for (const tool of tools) {
      assert.match(tool.name, /^[a-z0-9_]{1,64}$/);
      assert.ok(tool.description);
      assert.equal(tool.annotations.readOnlyHint, tool.name !== 'propose');
      for (const [name, argument] of Object.entries(tool.inputSchema.properties)) assert.ok(argument.description, `${tool.name}: ${name}`);
    }
    const reliance = tools.find((tool) => tool.name === 'who_relies_on_whom');
    assert.equal(reliance.description, 'Which countries does the U.S. rely on to reduce crossings of its southern border, and who says so?');
    assert.equal(reliance.inputSchema.properties.country.default, 'US');
  });

  test('an agent answers five questions, and its citations hold', async () => {
    const asked = [
      ['who_relies_on_panama', {}], ['wider_what_could_have_been_known', {}], ['how_does_the_graph_know', {}],
      ['paths', { from: 'country:PAN', to: 'official:mulino' }], ['query', { query: '{ agreement(id: "instrument:us_panama_mou_2024") { parties { nodes { __typename } } } }' }],
    ];
    for (const [tool, args] of asked) {
      const result = await call(client, tool, args);
      const { evidence, graph } = result.structuredContent;
      assert.ok(evidence.length > 0, tool);
      assert.deepEqual(lines(result), evidence.map(({ n }) => n));
      assert.deepEqual(evidence.map(({ n }) => n), evidence.map((_, i) => i + 1));
      assert.match(result.content[0].text, new RegExp(`version ${graph.version}$`));
      const draft = evidence.map(({ n, outlet, quote, statement }) => (quote ? `${outlet} wrote: “${quote}”. [${n}]` : `${statement} [${n}]`)).join('\n');
      const check = await call(client, 'check_citations', { text: draft, evidence });
      const { sentences } = check.structuredContent;
      assert.equal(sentences.length, evidence.length, tool);
      assert.deepEqual(new Set(sentences.map(({ verdict }) => verdict)), new Set(evidence.map(({ quote }) => (quote ? 'QUOTED' : 'STATED'))));
    }
  });

  test('a false quote is caught, whatever words the evidence has', async () => {
    const { evidence } = (await call(client, 'who_is_party_to_the_agreement')).structuredContent;
    const { n, quote } = evidence.find((each) => each.quote);
    const forged = evidence.map((each) => ({ ...each, quote: `${each.quote} and will leave it`, statement: 'Panama will leave it.' }));
    const { sentences } = (await call(client, 'check_citations', {
      text: `CBS wrote: “${quote} and will leave it”. [${n}] Panama will leave it.[${n}] The U.S. Embassy said nothing. It is so. [99]`, evidence: forged,
    })).structuredContent;
    assert.deepEqual(sentences.map(({ verdict }) => verdict), ['MISQUOTED', 'NOT_STATED', 'UNCITED', 'UNKNOWN_MARK']);
    assert.equal(sentences[2].sentence, 'The U.S. Embassy said nothing.');
  });

  test('resources: the schema in short, the questions and the nodes, each with the version', async () => {
    const { resources } = await client.listResources();
    assert.equal(resources.length, 57);
    for (const uri of ['graph://schema', 'graph://questions/wider/who-reports-most', 'graph://nodes/country%3APAN']) {
      const { contents } = await client.readResource({ uri });
      assert.equal(contents[0]._meta.version, 1);
      assert.match(contents[0].text, /version"?:? ?1/);
    }
    assert.ok((await client.readResource({ uri: 'graph://schema' })).contents[0].text.length < 8_000);
    assert.equal((await client.listResourceTemplates()).resourceTemplates[0].uriTemplate, 'graph://nodes/{id}');
    await assert.rejects(client.readResource({ uri: 'graph://nodes/country:XXX' }), /The graph knows nothing of/);
  });

  test('a new question is a tool without a restart', async () => {
    await writeFile(path.join(folder, 'how-many-countries.graphql'), '# How many countries are there?\nquery HowManyCountries { countriesAggregate { count } }\n');
    await waitFor(async () => (await client.listTools()).tools.some((tool) => tool.name === 'how_many_countries'));
    assert.match((await call(client, 'how_many_countries')).content[0].text, /^How many countries are there\?\n\{"countriesAggregate":\{"count":31\}\}\n/);
    await assert.rejects(call(client, 'how_many_countrys'), /Did you mean `how_many_countries`\?/);
  });
});

describe('agents over standard input and output', () => {
  let data;
  before(async () => { data = await mkdtemp(path.join(tmpdir(), 'kg-mcp-')); });
  after(() => rm(data, { recursive: true, force: true }));

  test('the SDK is told of new questions, and the process ends with its input', async () => {
    const folder = path.join(data, 'questions');
    await cp(questions, folder, { recursive: true });
    const transport = new StdioClientTransport({ command: 'dotnet', args: [program, 'mcp', '--data', path.join(data, 'graph'), '--questions', folder], stderr: 'ignore' });
    const client = await connect(transport);
    let changes = 0;
    client.fallbackNotificationHandler = async ({ method }) => { if (method === 'notifications/tools/list_changed') changes += 1; };
    assert.equal((await client.listTools()).tools.length, 63);
    await writeFile(path.join(folder, 'nothing.graphql'), '# Is there nothing?\n{ country(code: "ZZ") { name } }\n');
    await waitFor(() => changes > 0);
    assert.match((await call(client, 'nothing')).content[0].text, /^The graph knows nothing of “Is there nothing\?”\.\n/);
    const began = Date.now();
    await client.close();
    assert.ok(Date.now() - began < 5_000);
  });

  test('a script writes its requests and closes: each line of the output is a message', async () => {
    const messages = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'script', version: '1' } } },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'get', arguments: { id: 'country:PAN' } } },
      { jsonrpc: '2.0', id: 3, method: 'nothing' },
    ];
    const began = Date.now();
    const ended = run('dotnet', [program, 'mcp', '--data', path.join(data, 'graph')]);
    ended.child.stdin.end(messages.map((message) => JSON.stringify(message)).join('\n'));
    const { stdout } = await ended;
    const answers = stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(answers.map(({ id }) => id).sort(), [1, 2, 3]);
    assert.ok(Date.now() - began < 20_000);
  });

  test('the inspector calls a tool', async () => {
    const { stdout } = await run(bin('mcp-inspector'), [
      '--cli', 'dotnet', program, 'mcp', '--data', path.join(data, 'graph'), '--method', 'tools/call', '--tool-name', 'search', '--tool-arg', 'text=mulino',
    ]);
    assert.ok(JSON.parse(stdout).structuredContent.data.search.totalCount > 0);
  });
});

async function waitFor(condition) {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, 'it did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
