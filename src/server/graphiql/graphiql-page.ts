import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { GraphiqlTab } from './graphiql-tabs.ts';

/** The whole page with everything that it needs, ready to be sent. */
export interface GraphiqlPage {
  /** About 2.4 MB; the page itself has 9. */
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly contentSecurityPolicy: string;
}

/** With given tabs, a tab jumps away from under the pointer when it is first pressed, so that the click misses it. */
const STILL_TABS = '<style>.graphiql-tab { transform: none !important; }</style>';

/**
 * Renders GraphiQL with nothing to be loaded from elsewhere. Costs about half a second: render once and keep the page. The
 * package itself takes 24 MB of memory, so it is loaded no earlier. The tabs become part of a script as they are, so they must never come from a user.
 */
export async function renderGraphiqlPage(tabs: readonly GraphiqlTab[]): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const options = {
    title: 'Jobweave',
    defaultTabs: [...tabs],
    ...firstTabVariables(tabs),
    // Headers hold tokens: what is in the browser's storage stays there, for every script of this origin.
    shouldPersistHeaders: false,
  };
  const html = renderGraphiQL(options).replace('</head>', `${STILL_TABS}</head>`);
  const gzipped = new Uint8Array(await promisify(gzip)(html));
  return { gzipped, etag: `W/"${sha256(html)}"`, contentSecurityPolicy: contentSecurityPolicyOf(html) };
}

/** GraphiQL reads the first tab's own variables from the top level only. */
const firstTabVariables = ([first]: readonly GraphiqlTab[]): { variables?: string } =>
  first?.variables === undefined ? {} : { variables: first.variables };

/** Only the page's own script runs, and it can talk to nobody but this server. The editor makes its workers and styles itself. */
function contentSecurityPolicyOf(html: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256(scriptOf(html))}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page has one script, which contains the letters of further tags. */
function scriptOf(html: string): string {
  const open = '<script>';
  return html.slice(html.indexOf(open) + open.length, html.lastIndexOf('</script>'));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
