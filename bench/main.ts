import { parseArgs } from 'node:util';
import { contenders } from './contenders/index.ts';
import { startLoad } from './runner/load.ts';
import { machine } from './runner/machine.ts';
import { measurements } from './runner/measurements.ts';
import { FULL, QUICK } from './runner/pace.ts';

const namesOf = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(', ');

const USAGE = `npm run bench -- [WORKLOAD ...] [--contenders NAME,NAME] [--full] [--rounds N] [--minutes N]

Workloads: ${namesOf(measurements)}; all where none is named.
Contenders: ${namesOf(contenders)}; all that a workload knows where none is named.
--full: long rounds and more of them. --rounds: how many. --minutes: how long W9 looks whether memory grows.
`;

function refuse(what: string): never {
  console.error(`${what}\n\n${USAGE}`);
  process.exit(2);
}

/** The names, each of which must be one of those that are known. */
function known(names: readonly string[], all: readonly { readonly name: string }[]): readonly string[] {
  const strange = names.find((name) => !all.some((one) => one.name === name));
  return strange === undefined ? names : refuse(`There is no ${strange}.`);
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  return Number.isInteger(value) && value > 0
    ? value
    : refuse(`--${name} must be a whole number above 0, not ${text}.`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    contenders: { type: 'string' },
    full: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    rounds: { type: 'string' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}
const asked = known(positionals, measurements);
const chosen = values.contenders === undefined ? null : known(values.contenders.split(','), contenders);
const paceAsked = values.full ? FULL : QUICK;
const pace = {
  ...paceAsked,
  rounds: wholeNumber('rounds', values.rounds, paceAsked.rounds),
  longSeconds:
    values.minutes === undefined ? paceAsked.longSeconds : 60 * wholeNumber('minutes', values.minutes, 1),
};

console.log(machine());
const load = startLoad();
for (const { name, title, measure } of measurements) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n## ${name}: ${title}\n\n${await measure({ chosen, load, pace })}`);
}
await load.stop();
