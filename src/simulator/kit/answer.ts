import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedFault } from './simulator.ts';

/** A whole HTTP answer. */
export interface Payload {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Answer {
  readonly response: ServerResponse;
  /** Path and query of the request, as sent. */
  readonly target: string;
  /** What would be right; called only where it is needed. */
  readonly payload: () => Payload;
  readonly fault: SimulatedFault | null;
  /** Aborts when the server closes. */
  readonly signal: AbortSignal;
}

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };
const NEVER_ANSWERED = 0;

const bytesOf = (body: string | Buffer): Buffer =>
  typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
const firstHalf = (bytes: Buffer): Buffer => bytes.subarray(0, Math.ceil(bytes.length / 2));

const send = (response: ServerResponse, { status, headers, body }: Payload): number => {
  const bytes = bytesOf(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
  return status;
};

/** Promises the whole body and sends half of it; resolves when that half has left. */
const sendHalf = async (response: ServerResponse, { status, headers, body }: Payload): Promise<number> => {
  const bytes = bytesOf(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  await new Promise((resolve) => response.write(firstHalf(bytes), resolve));
  return status;
};

const sendSlowly = async (
  { response, signal }: Answer,
  payload: Payload,
  msPerByte: number,
): Promise<number> => {
  const bytes = bytesOf(payload.body);
  response.writeHead(payload.status, { ...payload.headers, 'content-length': bytes.length });
  for (const byte of bytes) {
    await sleep(msPerByte, undefined, { signal });
    if (response.destroyed) return payload.status;
    response.write(Uint8Array.of(byte));
  }
  response.end();
  return payload.status;
};

/** A valid JSON object of about so many bytes, sent in chunks as fast as the client reads. */
const sendHuge = async (response: ServerResponse, bytes: number): Promise<number> => {
  const chunk = Buffer.alloc(65_536, 'x');
  response.writeHead(200, JSON_TYPE);
  response.write('{"padding":"');
  for (let left = bytes; left > 0 && !response.destroyed; left -= chunk.length) {
    const more = chunk.subarray(0, Math.min(left, chunk.length));
    await new Promise<void>((resolve) => response.write(more, () => resolve()));
  }
  response.end('"}');
  return 200;
};

const reset = (response: ServerResponse): number => {
  response.socket?.resetAndDestroy();
  return NEVER_ANSWERED;
};

/** Sends the right answer, or what the fault makes of it. Gives the HTTP status sent, 0 for none. */
export const answer = async (given: Answer): Promise<number> => {
  const { response, target, payload, fault } = given;
  switch (fault?.kind) {
    case undefined:
    case 'delay':
      return send(response, payload());
    case 'status':
      return send(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
    case 'reset':
      return reset(response);
    case 'reset-in-body': {
      const status = await sendHalf(response, payload());
      reset(response);
      return status;
    }
    case 'hang':
      return NEVER_ANSWERED;
    case 'hang-in-body':
      return sendHalf(response, payload());
    case 'drip':
      return sendSlowly(given, payload(), fault.msPerByte);
    case 'truncate': {
      const whole = payload();
      return send(response, { ...whole, body: firstHalf(bytesOf(whole.body)) });
    }
    case 'html': {
      const body = '<!doctype html><html><head><title>Welcome</title></head><body>Sign in</body></html>';
      return send(response, { status: 200, headers: { 'content-type': 'text/html' }, body });
    }
    case 'empty':
      return send(response, { status: 200, headers: JSON_TYPE, body: '' });
    case 'list':
      return send(response, { status: 200, headers: JSON_TYPE, body: `[${payload().body}]` });
    case 'huge':
      return sendHuge(response, fault.bytes);
    case 'bad-gzip':
      return send(response, {
        status: 200,
        headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
        body: 'this is no gzip',
      });
    case 'redirect-loop':
      return send(response, { status: 302, headers: { location: target }, body: '' });
  }
};
