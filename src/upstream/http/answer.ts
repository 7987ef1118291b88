import type { Reply } from '../../datasource/contract/transport.ts';

/** A vendor's answer and the size of its body in bytes, decompressed. */
export interface Answer {
  readonly reply: Reply;
  readonly bytes: number;
}
