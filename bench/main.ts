import { parseArgs } from 'node:util';
import { contenders } from './contenders/index.ts';
import { startLoad } from './runner/load.ts';
import { machine } from './runner/machine.ts';
import { FULL, QUICK } from './runner/pace.ts';
import { runWorkload } from './runner/run-workload.ts';
import { tableOf } from './runner/table.ts';
import { workloads } from './workloads/index.ts';

const USAGE = `npm run bench -- [WORKLOAD ...] [--contenders NAME,NAME] [--full] [--rounds N]

Workloads: ${workloads.map(({ name }) => name).join(', ')}; all where none is named.
Contenders: ${contenders.map(({ name }) => name).join(', ')}; all where none is named.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    contenders: { type: 'string' },
    full: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});

function refuse(what: string): never {
  console.error(`${what}\n\n${USAGE}`);
  process.exit(2);
}

/** The names, each of which must be one of those that are known. */
function known(names: readonly string[], all: readonly { readonly name: string }[]): readonly string[] {
  const strange = names.find((name) => !all.some((one) => one.name === name));
  return strange === undefined ? names : refuse(`There is no ${strange}.`);
}

if (values.help) {
  console.log(USAGE);
  process.exit();
}
const asked = known(positionals, workloads);
const chosen = values.contenders === undefined ? null : known(values.contenders.split(','), contenders);
const pace = values.full ? FULL : QUICK;
const rounds = values.rounds === undefined ? pace.rounds : Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  refuse(`--rounds must be a whole number above 0, not ${values.rounds}.`);

console.log(machine());
const load = startLoad();
for (const workload of workloads.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  const lines = await runWorkload(workload, chosen, load, { ...pace, rounds });
  console.log(`\n## ${workload.name}: ${workload.title}\n\n${tableOf(lines)}`);
}
await load.stop();
