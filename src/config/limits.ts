import { z } from 'zod';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { documented } from './documented.ts';
import { milliseconds, wholeNumber } from './settings.ts';

const GIBIBYTE = 1024 ** 3;

const number = (minimum: number, maximum: number) => wholeNumber(minimum, maximum).exactOptional();
const bytes = (minimum: number) => wholeNumber(minimum, GIBIBYTE).exactOptional();
const time = () => milliseconds(1_000, 3_600_000).exactOptional();

const doc = (key: keyof Limits, means: string) => ({ default: String(DEFAULT_LIMITS[key]), means });

/** The keys of `server.limits`. */
export const limitsSchema = z.strictObject(
  documented(
    {
      tokens: number(100, 100_000),
      depth: number(3, 100),
      aliases: number(0, 10_000),
      cost: number(1_000, 1_000_000_000),
      bodyBytes: bytes(1_024),
      values: number(100, 10_000_000),
      documentBytes: bytes(0),
      rows: number(100, 100_000_000),
      answerBytes: bytes(1_024),
      operationMs: time(),
      connections: number(1, 1_000_000),
      headersMs: time(),
      bodyMs: time(),
      keepAliveMs: time(),
    },
    {
      tokens: doc('tokens', 'tokens that a document may have: words, names, numbers and signs'),
      depth: doc('depth', 'levels of fields that an operation may have; introspection does not count'),
      aliases: doc('aliases', 'fields with an alias that a document may have'),
      cost: doc('cost', 'what an operation may cost at most: [how it is counted](limits.md#cost)'),
      bodyBytes: doc('bodyBytes', 'bytes that the body of a request may have; more are 413'),
      values: doc(
        'values',
        'values that the body of a request may have, variables mostly: members of objects and items of lists; more are 413',
      ),
      documentBytes: doc(
        'documentBytes',
        'bytes of documents that are kept, read and checked, an eighth of it for those that were asked for once; those that are refused are not kept',
      ),
      rows: doc(
        'rows',
        'rows of jobs that one operation may read, and 100 more for each list that its answer is merged from; what is still to be read then fails with `OPERATION_TOO_COSTLY`, and comes on a later page',
      ),
      answerBytes: doc(
        'answerBytes',
        'bytes that an answer may have, or one part of an answer that comes in parts',
      ),
      operationMs: doc(
        'operationMs',
        'how long one operation may run, in milliseconds; then it ends with `DEADLINE_EXCEEDED`. The deadlines of sources are shorter',
      ),
      connections: doc(
        'connections',
        'connections at once, of each process; where more come, [silent ones](limits.md#connections) are closed. Read once, at the start, as are the next three',
      ),
      headersMs: doc('headersMs', 'how long the headers of a request may take to come; longer is 408'),
      bodyMs: doc('bodyMs', 'how long the body may take then; longer is 408'),
      keepAliveMs: doc(
        'keepAliveMs',
        'how long a connection without a request is kept: longer than a balancer in front of the gateway keeps its own',
      ),
    },
  ),
);

export type LimitsConfig = z.infer<typeof limitsSchema>;
