#!/usr/bin/env node
import { type Command, helpText, parseArguments } from './cli/arguments.ts';
import { check, renderChecks } from './cli/check.ts';
import { printSchema } from './cli/print-schema.ts';
import { serve } from './cli/serve.ts';
import { simulate } from './cli/simulate.ts';
import { StartFault } from './cli/start-fault.ts';
import { version } from './cli/version.ts';

const FAULT = 2;
const OLDEST_NODE = 24;

/** Runs until the process is told to stop. */
async function run(command: Command): Promise<void> {
  switch (command.name) {
    case 'help':
      return print(helpText);
    case 'version':
      return print(`${version}\n`);
    case 'schema':
      return print(printSchema(command));
    case 'check': {
      const checks = await check(command.config, process.env);
      print(command.json ? `${JSON.stringify(checks, null, 2)}\n` : renderChecks(checks));
      process.exitCode = checks.every(({ ok }) => ok) ? 0 : 1;
      return;
    }
    case 'simulate': {
      const { config, close } = await simulate(command);
      print(`# The simulated vendors are up. This configuration reaches them:\n${config}`);
      return onStop(close);
    }
    case 'serve': {
      const { url, stop } = await serve(command, process.env);
      print(`${command.config === null ? DEMO : ''}GraphiQL and GraphQL: ${url}\n`);
      return onStop(stop);
    }
  }
}

const DEMO = 'Demo: five vendors, simulated in this process. Real sources: npm start -- --config FILE\n';

const print = (text: string): void => {
  process.stdout.write(text);
};

/** Stops once, at the first signal, and ends with 0. */
function onStop(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

/** A fault that a person can correct is told in its own words; anything else is a defect and shows its stack. */
function fail(error: unknown): never {
  const text =
    error instanceof StartFault
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${text.trimEnd()}\n`);
  process.exit(error instanceof StartFault ? FAULT : 1);
}

const parsed = parseArguments(process.argv.slice(2));
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  fail(
    new StartFault(
      `Node ${process.versions.node} is too old; run \`npm start\`, which brings its own, or use Node 24.`,
    ),
  );
}
if (!parsed.ok) fail(new StartFault(parsed.fault.message));
run(parsed.command).catch(fail);
