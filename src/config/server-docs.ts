/** What the keys under `server` mean that say who may reach it, and how much they may ask. */
export const serverDocs = {
  host: 'address to listen on; `--host` goes before it',
  port: 'port to listen on, 0 for any free one; `--port` goes before it',
  cursorKey: {
    default: 'made up at the start',
    means: 'signs cursors; at least 16 characters, the same on every replica',
  },
  scan: {
    default: '`{ perRequest: 10000, perSource: 5000 }`',
    means:
      'rows that one page may read and find not to match a filter, once it has a row ([filters](limits.md#filters)): of all sources, and of each',
  },
  vendorRequests: {
    default: '500',
    means:
      'requests that one GraphQL operation may send to vendors, all sources together, and 4 more for each list that its answer is merged from ([how they are counted](limits.md#budgets)); what is still to be read then fails with `OPERATION_TOO_COSTLY`, and comes on a later page',
  },
  limits: {
    default: 'see [limits](#limits)',
    means: 'what a caller may send, and what one operation may cost',
  },
  sourceErrors: {
    default: 'errors',
    means:
      'where the failure of one source in a list is told: `errors` in `errors` and in its report, `report` in its report alone. The caller’s header `x-jobweave-source-errors` goes before it ([errors](errors.md#without-errors))',
  },
  allowedHosts: {
    default: 'see [hosts](access.md#hosts)',
    means: 'names under which the gateway answers, without port',
  },
  allowedOrigins: 'origins whose pages may read answers ([browsers](access.md#browsers))',
  graphiql: { default: 'on this machine alone', means: 'whether browsers get GraphiQL' },
  federation:
    'the gateway is a [subgraph](federation.md) too; `{}` turns it on, `{ enabled: false }` off. `typePrefix`: what the names of types begin with that other subgraphs are likely to have, e.g. `Jobweave`',
  knownOperations:
    '`{ file, only }`: operations that clients name instead of sending them, and whether there are no others ([known operations](access.md#known-operations))',
} as const;
