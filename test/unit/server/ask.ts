import { z } from 'zod';

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        locations: z.array(z.unknown()).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

export type Answer = z.infer<typeof Answer> & { readonly status: number; readonly text: string };

interface Fetcher {
  fetch(url: string, init: RequestInit): Response | Promise<Response>;
}

/** Posts one query to a server that does not listen. */
export async function ask(server: Fetcher, query: string, variables: object = {}): Promise<Answer> {
  const response = await server.fetch('http://gateway/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { ...Answer.parse(JSON.parse(text)), status: response.status, text };
}
