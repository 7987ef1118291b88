import type { Plugin } from 'graphql-yoga';
import { GRAPHQL_TYPE, JSON_TYPE, negotiateMediaType, streamTypesIn } from './negotiate-media-type.ts';
import { isGraphqlPath } from './paths.ts';

const MESSAGE = `None of the media types in the header \`Accept\` is spoken here: ask for ${JSON_TYPE} or ${GRAPHQL_TYPE}.`;

/** For clients that cannot show a text as well as for people. */
const BODY = JSON.stringify({
  errors: [{ message: MESSAGE, extensions: { code: 'BAD_USER_INPUT' } }],
});

const METHODS: readonly string[] = ['GET', 'POST'];

/**
 * Puts the one type that was settled upon in the place of what the client wrote: the library knows neither weights nor
 * suffixes, and its own refusal has no body. A client that takes nothing of what is spoken here is told so before its query
 * costs anything: 406.
 */
export const useMediaType = (): Plugin => ({
  onRequest({ request, url, fetchAPI, endResponse }) {
    if (!METHODS.includes(request.method) || !isGraphqlPath(url.pathname)) return;
    const accept = request.headers.get('accept') ?? '';
    const types = [negotiateMediaType(accept) ?? [], streamTypesIn(accept)].flat();
    if (types.length > 0) request.headers.set('accept', types.join(', '));
    else endResponse(new fetchAPI.Response(BODY, { status: 406, headers: { 'content-type': JSON_TYPE } }));
  },
});
