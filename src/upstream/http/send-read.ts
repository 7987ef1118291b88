import type { Send } from '../policies/policy.ts';
import type { HttpClient } from './http-client.ts';

/** The read itself, with the credentials that it was given: what all policies lead to. */
export const sendRead =
  (http: HttpClient): Send =>
  async ({ url, headers, credentials, scope, asked }) => {
    const { reply, bytes } = await http(
      { method: 'GET', url, headers: { ...headers, ...credentials } },
      scope,
    );
    return { reply: { ...reply, asked }, bytes, isShared: false };
  };
