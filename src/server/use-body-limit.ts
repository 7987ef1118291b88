import { tooLarge } from './http/body-limit.ts';
import { refusalResponse } from './http/refusal.ts';
import type { ServerPlugin } from './server-plugin.ts';

/** Refuses a body that tells that it is too large, before any of it is read. */
export const useBodyLimit = (limit: number): ServerPlugin => ({
  onRequest({ request, fetchAPI, endResponse }) {
    if (Number(request.headers.get('content-length') ?? 0) > limit)
      endResponse(refusalResponse(tooLarge(limit), fetchAPI));
  },
});
