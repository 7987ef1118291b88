/** Where everything is that the server answers on. */
export const PATHS = {
  graphql: '/graphql',
  live: '/livez',
  ready: '/readyz',
  metrics: '/metrics',
} as const;

/** The server answers with and without a slash at the end. */
export const isGraphqlPath = (path: string): boolean =>
  path === PATHS.graphql || path === `${PATHS.graphql}/`;
