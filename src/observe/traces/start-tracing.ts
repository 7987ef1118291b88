import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { VendorCall, VendorOutcome, Watch } from '../../scope/watch.ts';
import { cleanPath } from '../clean-path.ts';
import type { OperationEnd } from '../operations.ts';
import type { Tracing, TracingOptions } from './tracing.ts';

const propagator = new W3CTraceContextPropagator();

const SETTER = {
  set: (carrier: Record<string, string>, key: string, value: string) => {
    carrier[key] = value;
  },
};

type Header = (name: string) => string | null;

/** Two headers are looked at, each by its name. */
const GETTER = {
  keys: () => [],
  get: (header: Header, key: string) => header(key) ?? undefined,
};

/**
 * Traces by OpenTelemetry: one span for each operation, and below it one for each request to a vendor, whose headers carry
 * it on (W3C). Names and attributes are those of the semantic conventions. This file is loaded only where traces are wanted.
 */
export function startTracing({ endpoint, ratio, headers }: TracingOptions, version: string): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'jobweave', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('jobweave', version);

  const watchBelow =
    (parent: Context): Watch =>
    (call) => {
      const attributes = attributesOf(call);
      const span = tracer.startSpan(call.method, { kind: SpanKind.CLIENT, attributes }, parent);
      const carrier: Record<string, string> = {};
      propagator.inject(trace.setSpan(parent, span), carrier, SETTER);
      return { headers: carrier, end: (outcome) => endCall(span, outcome) };
    };

  return {
    begin: (header) => {
      const caller = propagator.extract(ROOT_CONTEXT, header, GETTER);
      const span = tracer.startSpan('GraphQL operation', { kind: SpanKind.SERVER }, caller);
      return {
        traceId: span.spanContext().traceId,
        watch: watchBelow(trace.setSpan(caller, span)),
        end: (end) => endOperation(span, end),
      };
    },
    close: () => provider.shutdown(),
  };
}

const attributesOf = (call: VendorCall) => ({
  'http.request.method': call.method,
  'server.address': call.url.hostname,
  'server.port': Number(call.url.port) || (call.url.protocol === 'https:' ? 443 : 80),
  'url.path': cleanPath(call),
  'jobweave.source': call.sourceId,
  'jobweave.purpose': call.purpose,
  'jobweave.waited_ms': Math.round(call.waitedMs),
  ...(call.attempt > 1 ? { 'http.request.resend_count': call.attempt - 1 } : {}),
});

function endCall(span: Span, { status, error, bytes }: VendorOutcome): void {
  if (status !== null) span.setAttribute('http.response.status_code', status);
  if (bytes > 0) span.setAttribute('http.response.body.size', bytes);
  if (error !== null) {
    span.setAttribute('error.type', error.code);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  }
  span.end();
}

function endOperation(span: Span, { type, name, outcome }: OperationEnd): void {
  span.updateName(name === null ? type : `${type} ${name}`);
  span.setAttribute('graphql.operation.type', type);
  if (name !== null) span.setAttribute('graphql.operation.name', name);
  span.setAttribute('jobweave.outcome', outcome);
  if (outcome === 'error') span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
