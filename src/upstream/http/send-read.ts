import type { Authenticator } from '../auth/authenticator.ts';
import type { Send } from '../policies/policy.ts';
import type { HttpClient } from './http-client.ts';

/** The read itself, with the credentials that it was given: what all policies lead to. The answer repeats none of them. */
export const sendRead =
  (http: HttpClient, authenticator: Authenticator): Send =>
  async ({ url, headers, credentials, scope, asked }) => {
    const secrets = authenticator.secrets(scope);
    const request = { method: 'GET', url, headers: { ...headers, ...credentials }, secrets } as const;
    const { reply, bytes } = await http(request, scope);
    return { reply: { ...reply, asked }, bytes, isShared: false };
  };
