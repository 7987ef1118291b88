import type { OperationTrace } from '../operations.ts';

export interface TracingOptions {
  /** Of the collector, without the path: `http://127.0.0.1:4318`. Spans go to `/v1/traces` below it, as OTLP over HTTP. */
  readonly endpoint: string;
  /** The part of the operations that is traced where the caller does not say, 0 to 1. */
  readonly ratio: number;
  /** Sent to the collector with each batch. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Tracing {
  /** `header`: one of the caller's, by its name in lower case; its trace is gone on with. */
  readonly begin: (header: (name: string) => string | null) => OperationTrace;
  /** Sends what is left. */
  readonly close: () => Promise<void>;
}
