import type { CodegenConfig } from '@graphql-codegen/cli';

export default {
  schema: '../../docs/schema.graphql',
  documents: 'src/*.tsx',
  generates: {
    './src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { useTypeImports: true, scalars: { PartialDate: 'string', DateTime: 'string', URL: 'string' } },
    },
  },
} satisfies CodegenConfig;
