import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Refusal } from '../../access/caller.ts';
import type { Limits } from '../../limits/limits.ts';
import { type Admission, OVERLOADED } from '../admission/admission.ts';
import { mostBytes, sendsJson } from '../body-limits.ts';
import { BodyMeter } from './body-meter.ts';
import { BodyRoom, type Part } from './body-room.ts';
import { BodyTurns } from './body-turns.ts';
import type { NodeRequest } from './node-request.ts';

type Bytes = Buffer<ArrayBuffer>;

/** Reads the body of a request that was taken in; or tells why it is not read, or not looked at. Rejects where the client leaves. */
export type ReadBody = (asked: NodeRequest) => Promise<Bytes | Refusal>;

export interface ReadBodyOptions {
  readonly limits: Pick<Limits, 'bodyBytes' | 'values' | 'tokens'>;
  readonly admission: Admission | null;
}

/** Bytes of a body that is large: it is read when there is room for it, and parsed when it is its turn. */
export const LARGE = 16 * 1024;

/** What large bodies take together: thirty-two, as large as may be. */
const TOGETHER = 32;

export function createReadBody({ limits, admission }: ReadBodyOptions): ReadBody {
  const room = new BodyRoom(TOGETHER * limits.bodyBytes);
  const turns = new BodyTurns();

  async function readLarge(asked: NodeRequest, meter: BodyMeter): Promise<Bytes | Refusal> {
    const { incoming, outgoing, signal } = asked;
    const principal = asked.caller?.principal.name ?? '';
    const chunks: Bytes[] = [];
    let part: Part | null = null;
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      const refusal = meter.add(chunk);
      if (refusal !== null) return refusal;
      chunks.push(chunk);
      if (meter.bytes <= LARGE) continue;
      if (part !== null) {
        // All of it may be there already, and others come between its pieces.
        await nextTurn();
        continue;
      }
      part = await room.enter(principal, lengthOf(asked) ?? limits.bodyBytes, signal);
      if (part === null) return OVERLOADED;
      if (outgoing.closed) part.leave();
      else outgoing.once('close', part.leave);
    }
    if (part === null) return asText(Buffer.concat(chunks));
    part.shrinkTo(meter.bytes);
    // All places may have been taken while it came.
    if (admission?.turnsAway(principal)) return OVERLOADED;
    const waitMs = admission?.waitMs ?? Number.POSITIVE_INFINITY;
    if (!(await turns.turn(principal, { mostMs: meter.ms, waitMs }, signal))) return OVERLOADED;
    return asText(Buffer.concat(chunks));
  }

  return (asked) => {
    const meter = new BodyMeter(mostBytes(asked, limits), limits, sendsJson(asked));
    const length = lengthOf(asked);
    if (length !== null && length <= LARGE) return readSmall(asked.incoming, meter);
    return readLarge(asked, meter).then((body) => {
      // What is still to come of it, nobody reads.
      if (!Buffer.isBuffer(body)) asked.incoming.resume();
      return body;
    });
  };
}

/** `null`: it is not told. */
function lengthOf({ incoming }: NodeRequest): number | null {
  const told = incoming.headers['content-length'];
  return told === undefined ? null : Number(told);
}

/** Else what cannot be read would be replaced without a word, and something else be asked for than was meant. */
const asText = (bytes: Bytes): Bytes | Refusal => (isUtf8(bytes) ? bytes : NO_TEXT);

const NO_TEXT: Refusal = {
  status: 400,
  code: 'BAD_USER_INPUT',
  message: 'The body of the request is no text in UTF-8.',
};

function readSmall(incoming: IncomingMessage, meter: BodyMeter): Promise<Bytes | Refusal> {
  return new Promise((resolve, reject) => {
    const chunks: Bytes[] = [];
    incoming.on('data', (chunk: Bytes) => {
      const refusal = meter.add(chunk);
      if (refusal !== null) resolve(refusal);
      chunks.push(chunk);
    });
    incoming.on('end', () => {
      const [first] = chunks;
      resolve(asText(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)));
    });
    incoming.on('error', reject);
  });
}
