import type { SimulatorReply } from './kit/http.ts';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'ID.1000': 'Authentication Error',
  'ID.1001': 'Invalid session',
  'ID.1006': 'Max session number exceeded',
  'SYS.1000': 'An internal error happened in system',
  'SYS.1006': 'An operation failed',
  'SYS.1007': 'One or more API argument is invalid',
  'SYS.1012': 'Management node is unavailable',
};

/** The error object of replies and of result dumps (docs/vendors/zstack.md#errors). */
export const zstackError = (code: string, details: string) => ({
  code,
  description: DESCRIPTIONS[code] ?? 'Unknown error',
  details,
});

/** What a REST request is refused with: plain text for its form, JSON with HTTP 503 for its meaning. */
export class ZstackRefusal extends Error {
  readonly reply: SimulatorReply;

  constructor(reply: SimulatorReply) {
    super(`HTTP ${reply.status}`);
    this.reply = reply;
  }
}

export const plainRefusal = (status: number, text: string): ZstackRefusal =>
  new ZstackRefusal({ status, text, headers: { 'content-type': 'text/plain;charset=UTF-8' } });

export const businessRefusal = (code: string, details: string): ZstackRefusal =>
  new ZstackRefusal({ status: 503, json: { error: zstackError(code, details) } });
