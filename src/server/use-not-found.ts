import type { Plugin } from 'graphql-yoga';
import { isGraphqlPath, PATHS } from './paths.ts';

const TEXT = `Nothing is here. GraphQL, and GraphiQL for browsers, is at ${PATHS.graphql}; ${PATHS.live}, ${PATHS.ready} and ${PATHS.metrics} tell how the gateway does.\n`;

/** Says where the API is, to whoever asks elsewhere: 404. */
export const useNotFound = (): Plugin => ({
  onRequest({ url, fetchAPI, endResponse }) {
    if (isGraphqlPath(url.pathname)) return;
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    endResponse(new fetchAPI.Response(TEXT, { status: 404, headers }));
  },
});
