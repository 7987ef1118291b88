import type { Transport, VendorRequest } from '../../../src/datasource/contract/transport.ts';

export interface FakeTransport extends Transport {
  readonly sent: VendorRequest[];
}

/** Answers from memory: the body of an answer with status 200, or whatever `answer` throws. */
export function fakeTransport(answer: (request: VendorRequest) => unknown): FakeTransport {
  const sent: VendorRequest[] = [];
  return {
    sent,
    send: async (request) => {
      sent.push(request);
      return { status: 200, headers: {}, isJson: true, asked: sent.length, body: answer(request) };
    },
    partition: () => '',
    secrets: () => [],
    close: async () => undefined,
  };
}

/** A parameter of a request as a number. */
export const numberIn = ({ query = [] }: VendorRequest, name: string): number =>
  Number(query.find(([key]) => key === name)?.[1]);
