// Writes what the page knows of the schema: the types of its own operations, and the shape of the answers that named questions get.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildASTSchema, getNamedType, isAbstractType, isCompositeType, isEnumType, parse } from 'graphql';

const here = new URL('.', import.meta.url);
const sdl = parse(readFileSync(process.env.SCHEMA ?? new URL('../../artifacts/explorer/schema.graphql', here), 'utf8'));
const api = new URL('src/api/', here);
const operations = readdirSync(api)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => new URL(name, api));
const generated = new URL('src/generated/', here);
mkdirSync(generated, { recursive: true });

const code = await codegen({
  filename: 'graphql.ts',
  schema: sdl,
  documents: operations.map((file) => ({ location: file.pathname, document: parse(readFileSync(file, 'utf8')) })),
  pluginMap: { typescriptOperations, typedDocumentNode },
  plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
  config: {
    documentMode: 'string',
    skipTypename: false,
    enumsAsTypes: true,
    useTypeImports: true,
    defaultScalarType: 'unknown',
    scalars: { PartialDate: 'string', DateTime: 'string', URL: 'string' },
  },
});
writeFileSync(new URL('graphql.ts', generated), code);

// fields: for each type that has fields, those whose value has fields itself, and its type. nodes: the types whose values all have an id.
const schema = buildASTSchema(sdl);
const node = schema.getType('Node');
const types = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith('__'));
const isNode = (type) =>
  (isAbstractType(type) && type !== node ? schema.getPossibleTypes(type) : [type]).every(
    (each) => each === node || each.getInterfaces?.().includes(node),
  );
const fields = Object.fromEntries(
  types
    .filter((type) => type.getFields)
    .map((type) => [
      type.name,
      Object.fromEntries(
        Object.values(type.getFields())
          .map((field) => [field.name, getNamedType(field.type)])
          .filter(([, value]) => isCompositeType(value))
          .map(([name, value]) => [name, value.name]),
      ),
    ]),
);
const enums = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter((type) => isEnumType(type) && !type.name.startsWith('__') && !/GroupBy|Field/.test(type.name))
    .map((type) => [type.name, type.getValues().map((value) => value.name)]),
);
writeFileSync(new URL('shape.json', generated), JSON.stringify({ fields, nodes: types.filter(isNode).map((type) => type.name), enums }));
