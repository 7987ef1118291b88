import graphql from '@graphql-eslint/eslint-plugin';

const { rules: recommended } = graphql.configs['flat/schema-recommended'];
const { rules: relay } = graphql.configs['flat/schema-relay'];

export default [
  {
    files: ['schema/**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/**/*.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...recommended,
      ...relay,
      // One line where one is enough, a block where it is not.
      '@graphql-eslint/description-style': 'off',
      // A list that its vendor gives forwards only has no `last` and `before`.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // Connections have `nodes` beside `edges`, as GitHub's have, and lists of words are no connections.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: true, withEdgeSuffix: true },
      ],
      // What can be asked for again has an id; reports, edges, pages and errors are parts of an answer.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
];
