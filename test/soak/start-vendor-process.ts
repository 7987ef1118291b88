import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { VendorCommands } from './vendor-process.ts';

type Outcome<Name extends keyof VendorCommands> = Awaited<ReturnType<VendorCommands[Name]>>;

export interface VendorProcess extends AsyncDisposable {
  /** One call at a time. */
  readonly call: <Name extends keyof VendorCommands>(
    name: Name,
    ...args: Parameters<VendorCommands[Name]>
  ) => Promise<Outcome<Name>>;
}

interface Reply {
  readonly value?: unknown;
  readonly error?: string;
}

/** The five vendors, each with so many jobs and origins, in a process of their own. */
export async function startVendorProcess(jobs: number, origins: number): Promise<VendorProcess> {
  const child = fork(join(import.meta.dirname, 'vendor-process.ts'), [String(jobs), String(origins)], {
    execArgv: [],
  });
  const gone = new AbortController();
  child.once('exit', () => gone.abort(new Error('the vendors’ process has ended')));
  const reply = async (): Promise<unknown> => {
    const [{ value, error }] = (await once(child, 'message', { signal: gone.signal })) as [Reply];
    if (error !== undefined) throw new Error(error);
    return value;
  };
  await reply();
  const call: VendorProcess['call'] = async (name, ...args) => {
    child.send([name, ...args]);
    return (await reply()) as never;
  };
  const end = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  };
  return { call, [Symbol.asyncDispose]: end };
}
