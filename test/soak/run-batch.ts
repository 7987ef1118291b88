import { setTimeout as delay } from 'node:timers/promises';
import type { TestGateway } from '../support/create-test-gateway.ts';
import { codeOf, type SourceId } from '../support/fault-cells.ts';
import { JOBS, type JobAnswer, type Row } from './job-answer.ts';
import { judgeAnswer } from './judge-answer.ts';
import type { SoakCell } from './soak-cells.ts';
import type { SoakMode } from './soak-modes.ts';
import type { VendorProcess } from './start-vendor-process.ts';
import type { Tally } from './tally.ts';

export interface SoakedCell extends SoakCell {
  readonly ill: SourceId;
  readonly mode: SoakMode;
  readonly vendors: VendorProcess;
}

export interface SoakRun extends SoakedCell {
  readonly gateway: TestGateway;
  readonly expected: readonly Row[];
  readonly codes: Tally;
  readonly wrong: Tally;
  backMs: number;
}

const CLIENTS = 20;
/** Of two busy cores, for the question that shows that the vendor is back. */
const BACK_MARGIN_MS = 1_500;

/** So many questions while the vendor is ill, and then, where that can be, one to show that it is well again. */
export async function runBatch(run: SoakRun, size: number): Promise<void> {
  const { ill, cell, vendors } = run;
  // Where only the first request goes wrong, it must be known whose that is.
  const clients = cell.once === true ? 1 : CLIENTS;
  let left = size;
  const client = async (place: number): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (cell.once === true) await vendors.call('setFault', ill, cell);
      await askOnce(run, place);
    }
  };
  await vendors.call('setFault', ill, cell);
  await Promise.all(Array.from({ length: clients }, (_, place) => client(place)));
  await vendors.call('setFault', ill, null);
  if (isCurable(run)) await waitUntilBack(run);
}

/** Longer than the soak waits: a refusal for haste is minded for ten minutes, one of credentials for up to a minute. */
const REMEMBERED: readonly (string | null)[] = ['UPSTREAM_RATE_LIMITED', 'UPSTREAM_AUTH_FAILED'];

/** A wrong address stays wrong. */
export const isCurable = ({ cell, ill }: SoakedCell): boolean =>
  cell.endpoint === undefined && !REMEMBERED.includes(codeOf(cell, ill));

async function askOnce(run: SoakRun, place: number): Promise<void> {
  const { cell, ill, mode, codes, wrong } = run;
  // Pages of several sizes: those who ask the same at the same time share their requests, and so their failures.
  const code = await askJudged(run, 100 + 3 * place);
  codes.add(code ?? 'OK');
  const right = codeOf(cell, ill);
  const isRight = code === right || (code !== null && right !== null && mode.alsoRight(right).includes(code));
  if (!isRight) wrong.add(`told ${code}`);
}

/** The code that the ill source got; `null`: it is well. */
async function askJudged({ gateway, ill, expected, wrong }: SoakRun, first: number): Promise<string | null> {
  try {
    return judgeAnswer(await gateway.query<JobAnswer>(JOBS, { first }), ill, expected);
  } catch (error) {
    wrong.add(error instanceof Error ? error.message : String(error));
    return 'WRONG';
  }
}

async function waitUntilBack(run: SoakRun): Promise<void> {
  const since = performance.now();
  const most = 2 * run.mode.halfOpenAfterMs + BACK_MARGIN_MS;
  for (;;) {
    const code = await askJudged(run, 100);
    const ms = performance.now() - since;
    run.backMs = Math.max(run.backMs, ms);
    if (code === null) return;
    if (ms > most) return run.wrong.add(`not back after ${Math.round(ms)} ms: ${code}`);
    await delay(10);
  }
}
