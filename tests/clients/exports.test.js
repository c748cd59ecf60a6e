// The programs of the field read what the server exports: GraphML, and JSON-LD with our shapes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MultiDirectedGraph } from 'graphology';
import graphml from 'graphology-graphml';
import jsonld from 'jsonld';
import { Parser, Store } from 'n3';
import Validator from 'rdf-validate-shacl';
import { start } from './server.js';

const docs = path.resolve(import.meta.dirname, '../../docs');

describe('exports', () => {
  let server, records;
  const get = async (query) => {
    const response = await fetch(new URL(`/export?${query}`, server.url));
    assert.equal(response.status, 200);
    return response.text();
  };
  before(async () => {
    server = await start();
    records = (await get('format=jsonl')).trimEnd().split('\n').map(JSON.parse);
  });
  after(() => server.stop());

  test('graphology reads GraphML with all nodes, edges and types', async () => {
    const graph = graphml.parse(MultiDirectedGraph, await get('format=graphml'));
    const nodes = records.filter((r) => r.node);
    assert.equal(graph.order, nodes.length);
    assert.equal(graph.size, records.filter((r) => r.relationship).length);
    for (const { node, id, name } of nodes.filter((n) => n.name)) {
      assert.equal(graph.getNodeAttribute(id, 'type'), node);
      assert.equal(graph.getNodeAttribute(id, 'label'), name);
    }
    assert.deepEqual(
      new Set(graph.mapEdges((_, { type }, from, to) => `${type} ${from} ${to}`)), new Set(records.filter((r) => r.relationship).map((r) => `${r.relationship} ${r.from} ${r.to}`)));
    assert.ok(graph.someNode((_, { value }) => typeof value === 'number'));
  });

  test('jsonld expands and canonicalises JSON-LD, and it has the shapes of ours', async () => {
    const document = JSON.parse(await get('format=jsonld'));
    for (const record of document['@graph']) assert.match(record['@id'], /^kg:[a-z-]+:/);
    const expanded = await jsonld.expand(document);
    assert.deepEqual(expanded.map((n) => n['@id']), records.filter((r) => r.node).map((r) => `urn:knowledge-graph:${r.id}`));
    const panama = expanded.find((n) => n['@id'] === 'urn:knowledge-graph:country:PAN');
    assert.deepEqual(panama['https://schema.org/name'], [{ '@value': 'Panama' }]);
    assert.deepEqual(panama['@type'], ['urn:knowledge-graph:model:Country', 'https://schema.org/Country', 'http://www.w3.org/ns/prov#Agent']);

    const quads = await jsonld.canonize(document, { algorithm: 'RDFC-1.0', format: 'application/n-quads' });
    const data = new Store(new Parser({ format: 'N-Quads' }).parse(quads));
    assert.equal(data.countQuads(null, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:knowledge-graph:model:Relationship'), records.filter((r) => r.relationship).length);
    assert.equal(
      data.countQuads(null, 'http://www.w3.org/ns/prov#wasDerivedFrom', null), records.filter((r) => r.relationship).reduce((sum, r) => sum + (r.claims?.length ?? 0), 0));

    const shapes = new Store(new Parser().parse(await readFile(path.join(docs, 'shapes.ttl'), 'utf8')));
    const validator = new Validator(shapes);
    const report = await validator.validate(data);
    assert.deepEqual(report.results.map((r) => `${r.focusNode?.value} ${r.path?.value} ${r.message.map((m) => m.value)}`), []);
    const [statement] = data.getQuads(null, 'https://schema.org/text', null);
    data.removeQuad(statement);
    assert.deepEqual((await validator.validate(data)).results.map((r) => r.focusNode.value), [statement.subject.value]);
  });
});
