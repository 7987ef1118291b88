import type { CORSOptions } from 'graphql-yoga';

type Cors = false | ((request: Request) => CORSOptions | false);

const EXPOSED = ['retry-after', 'www-authenticate', 'x-request-id'];
const MAX_AGE_S = 600;

/**
 * Pages of these origins may ask and read, with any header: they bring their credentials themselves, cookies count for
 * nothing here. All others get no CORS headers, and so does the origin `null`, which every sandboxed page has.
 */
export function corsFor(origins: readonly string[]): Cors {
  if (origins.length === 0) return false;
  return (request) => {
    const origin = request.headers.get('origin');
    if (origin === null || !origins.includes(origin)) return false;
    return {
      origin,
      credentials: false,
      methods: ['GET', 'POST'],
      exposedHeaders: EXPOSED,
      maxAge: MAX_AGE_S,
    };
  };
}
