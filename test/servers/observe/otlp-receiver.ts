import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const Attribute = z.object({
  key: z.string(),
  value: z.object({
    stringValue: z.string().optional(),
    intValue: z.union([z.number(), z.string()]).optional(),
  }),
});

const Span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(Attribute),
  status: z.object({ code: z.number().optional() }),
});

/** `ExportTraceServiceRequest` of OTLP 1.x, in its JSON encoding, as far as it is looked at. */
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

export type ReceivedSpan = Omit<z.infer<typeof Span>, 'attributes'> & {
  readonly attributes: Readonly<Record<string, string | undefined>>;
};

/** A collector that takes OTLP over HTTP, and refuses whatever is not of its form. */
export async function startOtlpReceiver() {
  const spans: ReceivedSpan[] = [];
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const body = Export.safeParse(request.url === '/v1/traces' ? await json(request) : null);
    if (!body.success) refused.push(`${request.url}: ${body.error.message}`);
    for (const { scopeSpans } of body.data?.resourceSpans ?? [])
      spans.push(...scopeSpans.flatMap((scope) => scope.spans).map(flat));
    response.writeHead(body.success ? 200 : 400, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans,
    refused,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const flat = ({ attributes, ...span }: z.infer<typeof Span>): ReceivedSpan => ({
  ...span,
  attributes: Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? String(value.intValue ?? '')]),
  ),
});
