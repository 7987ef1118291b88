import type { Plugin } from 'graphql-yoga';
import { Counter, type Registry } from 'prom-client';
import { PATHS } from './paths.ts';

const ROUTES: ReadonlySet<string> = new Set(Object.values(PATHS));

/**
 * Serves the registry at `/metrics` and counts every HTTP request.
 * No label is ever taken from what a client writes, so nobody can blow up the number of series.
 */
export function useHttpMetrics(registry: Registry): Plugin {
  const requests = new Counter({
    name: 'jobweave_http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname !== PATHS.metrics) return;
      const headers = { 'content-type': registry.contentType };
      return registry.metrics().then((text) => endResponse(new fetchAPI.Response(text, { headers })));
    },
    onResponse({ request, response }) {
      const route = routeOf(new URL(request.url).pathname);
      requests.inc({ method: request.method, route, status: response.status });
    },
  };
}

const routeOf = (path: string): string => (ROUTES.has(path) ? path : 'other');
