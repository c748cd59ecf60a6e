// graphql-eslint's own rules for schemas, for Relay's conventions and for operations.
import graphql from '@graphql-eslint/eslint-plugin';

const parser = graphql.parser;
const graphQLConfig = { schema: process.env.SCHEMA, documents: process.env.DOCUMENTS };

export default [
  {
    files: ['**/schema.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // The printer writes a description of one line inline, and one of several as a block.
      '@graphql-eslint/description-style': 'off',
      // A connection has `nodes` beside its edges, as HotChocolate's; a search hit and a timeline's entry stand in one and are no nodes of the graph.
      '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      // What is read on the way to nodes, the graph as a whole, and what a mutation returns have no identity of their own.
      '@graphql-eslint/strict-id-in-types': ['error', {
        acceptedIdNames: ['id'], acceptedIdTypes: ['ID'],
        exceptions: {
          types: ['ChangedField', 'Corroboration', 'Graph', 'MergeDifference', 'PageInfo', 'Path', 'PathStep', 'ReliesOnExclusion', 'SearchHit', 'SearchMatch', 'TimelineEntry', 'Viewer'],
          suffixes: ['Aggregate', 'Connection', 'Edge', 'Error', 'Group', 'GroupKey', 'Payload'],
        },
      }],
    },
  },
  {
    files: ['**/questions/**/*.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/operations-recommended'].rules,
      // The answers of the named questions are read, and kept in no cache.
      '@graphql-eslint/require-selections': 'off',
    },
  },
];
