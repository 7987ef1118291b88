import type { Plugin } from 'graphql-yoga';
import type { Admitted } from './admitted.ts';
import type { ServerContext } from './server-context.ts';

type All = Plugin<ServerContext & Admitted, Admitted>;

/** Hooks around the library's own way in and out, which most requests do not take. */
type LeftOut = 'onRequestParse' | 'onResultProcess' | 'instrumentation';

/**
 * A plugin of the server. A plain POST has no parser of its own to choose, and a good answer to it no processor; so a plugin that
 * hooked one of these would be left out of most requests, and it is the compiler that says so.
 */
export type ServerPlugin = Omit<All, LeftOut> & { readonly [Hook in LeftOut]?: never };

export type OnRequest = NonNullable<All['onRequest']>;
