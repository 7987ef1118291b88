import { setTimeout as delay } from 'node:timers/promises';
import { createTestGateway } from '../support/create-test-gateway.ts';
import { askPages, type Clients, walkPages } from './clients.ts';
import { environmentNumber } from './environment-number.ts';
import { judgeOutages } from './judge-outages.ts';
import { measureAfterRest } from './level.ts';
import { runOutages } from './outages.ts';
import { growthOf, levelLine } from './report-line.ts';
import { startVendorProcess } from './start-vendor-process.ts';
import { createTally } from './tally.ts';
import { watchProcess } from './watch-process.ts';

// Vendors are killed and started again while 50 clients ask and walk: `node --expose-gc test/soak/restarts.ts`.
// JOBWEAVE_SOAK_SECONDS: for how long. JOBWEAVE_CLIENTS: how many. JOBWEAVE_BREAKER_MS: the breaker's period.

const seconds = environmentNumber('JOBWEAVE_SOAK_SECONDS', 60);
const many = environmentNumber('JOBWEAVE_CLIENTS', 50);
const periodMs = environmentNumber('JOBWEAVE_BREAKER_MS', 1_000);
const WARM_UP_MS = 5_000;
/** Longer than any source's deadline, whose timers run on after their answer. */
const REST_MS = 8_500;

const heard = watchProcess();
await using vendors = await startVendorProcess(60, 2);
const settings = { breaker: { failures: 5, halfOpenAfterMs: periodMs } };
await using gateway = createTestGateway(await vendors.call('sources'), { settings });
const expected = await vendors.call('expected');

/** All clients at once, until `until` has ended and each has done what it had begun. */
async function load<Outcome>(until: Promise<Outcome>): Promise<{ outcome: Outcome; clients: Clients }> {
  let isOver = false;
  const clients: Clients = {
    gateway,
    expected,
    isOver: () => isOver,
    misses: [],
    wrong: createTally(),
    count: { pages: 0, walks: 0, late: 0, longestMs: 0 },
  };
  const runs = Array.from({ length: many }, (_, place) =>
    (place % 2 === 0 ? askPages : walkPages)(clients, place >> 1),
  );
  const outcome = await until;
  isOver = true;
  await Promise.all(runs);
  return { outcome, clients };
}

await load(delay(WARM_UP_MS));
const before = await measureAfterRest(REST_MS);
const { outcome: outages, clients } = await load(runOutages(vendors, seconds * 1_000));
const after = await measureAfterRest(REST_MS);

const { lines, faults } = judgeOutages(outages, clients.misses, periodMs);
const all = [
  ...faults,
  ...clients.wrong.names().map((name) => `WRONG: ${name}`),
  ...growthOf(before, after).map((name) => `GREW: ${name}`),
  ...heard.map((line) => `HEARD: ${line}`),
  ...gateway.log.map((line) => `LOGGED: ${JSON.stringify(line)}`),
];
const { pages, walks, late, longestMs } = clients.count;
console.log(
  `${many} clients, ${seconds} s, ${expected.length} rows: ${pages} pages, the slowest in ${Math.round(longestMs)} ms; ${walks} whole walks, ${late} rows of them late`,
);
for (const line of [...lines, levelLine(before, after)]) console.log(line);
console.log(all.length === 0 ? 'all is well' : all.join('\n'));
process.exitCode = all.length === 0 ? 0 : 1;
