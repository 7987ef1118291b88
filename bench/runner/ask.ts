import type { Child } from './child.ts';

/** The next message of a child, after it has been sent one. */
export function ask<Answer>(child: Child, message: object, timeoutMs: number): Promise<Answer> {
  const { process: peer } = child;
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => done(() => reject(new Error(`${what}: ${child.output()}`)));
    const onMessage = (answer: unknown): void => done(() => resolve(answer as Answer));
    const onExit = (): void => fail('a process of the benchmark has ended');
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    function done(settle: () => void): void {
      clearTimeout(timer);
      peer.off('message', onMessage).off('exit', onExit);
      settle();
    }
    peer.once('message', onMessage).once('exit', onExit);
    peer.send(message);
  });
}
