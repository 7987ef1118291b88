import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { test } from 'node:test';
import { askOverHttp } from '../src/ask-over-http.ts';
import { GatewayError } from '../src/gateway-error.ts';
import { AllSourcesDocument } from '../src/generated.ts';

async function serving(answer: RequestListener): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert(address !== null && typeof address !== 'string');
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('sends the operation, the caller’s headers, and the wish for typed reports', async () => {
  await using server = await serving(async (request, response) => {
    const said = await new Response(request as unknown as ReadableStream).json();
    const { authorization, 'x-jobweave-source-errors': wish } = request.headers;
    response.end(JSON.stringify({ data: { query: said.query, authorization, wish } }));
  });
  const ask = askOverHttp(server.url, { headers: () => ({ authorization: 'Bearer one' }) });
  const { data } = await ask(AllSourcesDocument, {});
  assert.match(JSON.stringify(data), /query AllSources/);
  assert.match(JSON.stringify(data), /Bearer one.*report/);
});

test('a gateway that is too busy tells how long to wait', async () => {
  await using server = await serving((_, response) => {
    response.writeHead(503, { 'retry-after': '2' });
    response.end(
      JSON.stringify({ errors: [{ message: 'busy', extensions: { code: 'GATEWAY_OVERLOADED' } }] }),
    );
  });
  const { errors } = await askOverHttp(server.url)(AllSourcesDocument, {});
  assert.deepEqual(errors?.[0]?.extensions, {
    code: 'GATEWAY_OVERLOADED',
    retryable: true,
    retryAfterMs: 2_000,
  });
});

test('what is no GraphQL is an error that says where it came from', async () => {
  await using server = await serving((_, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html>Bad gateway');
  });
  await assert.rejects(
    askOverHttp(server.url)(AllSourcesDocument, {}),
    (error) =>
      error instanceof GatewayError &&
      error.retryable &&
      /127\.0\.0\.1.*502.*Bad gateway/.test(error.message),
  );
});
