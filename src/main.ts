#!/usr/bin/env node
import { type Command, helpText, parseArguments } from './cli/arguments.ts';
import { asFaults, check, renderChecks } from './cli/check.ts';
import { pathOfCaller, startCommand } from './cli/path-of-caller.ts';
import { printBackends } from './cli/print-backends.ts';
import { printConfigSchema } from './cli/print-config-schema.ts';
import { printSchema } from './cli/print-schema.ts';
import { runUntilStopped } from './cli/serve/run-until-stopped.ts';
import { serve } from './cli/serve/serve.ts';
import { simulate } from './cli/simulate.ts';
import { StartFault } from './cli/start-fault.ts';
import { version } from './cli/version.ts';
import { warnIfReadable } from './cli/warn-if-readable.ts';
import { writeFirstConfig } from './cli/write-first-config.ts';

const FAULT = 2;
const OLDEST_NODE = 24;

/** Runs until the process is told to stop. */
async function run(command: Command): Promise<void> {
  switch (command.name) {
    case 'help':
      return print(helpText);
    case 'backends':
      return print(printBackends());
    case 'version':
      return print(`${version}\n`);
    case 'config-schema':
      return print(printConfigSchema());
    case 'schema':
      return print(printSchema(command));
    case 'init': {
      const file = pathOfCaller(command.file, process.env);
      await writeFirstConfig(file, command.force);
      return print(
        `${file} is written. Put your sources in, then: ${startCommand(process.env)} --config ${command.file}\n`,
      );
    }
    case 'check': {
      const file = pathOfCaller(command.config, process.env);
      await warnIfReadable(file).catch(() => undefined);
      const checks = await check(file, process.env).catch((error: unknown) => {
        if (command.json && error instanceof StartFault)
          print(`${JSON.stringify(asFaults(error), null, 2)}\n`);
        throw error;
      });
      print(command.json ? `${JSON.stringify(checks, null, 2)}\n` : renderChecks(checks));
      process.exitCode = checks.every(({ ok }) => ok) ? 0 : 1;
      return;
    }
    case 'simulate': {
      const { config, close } = await simulate(command);
      print(`# The simulated vendors are up. This configuration reaches them:\n${config}`);
      return runUntilStopped({ stop: close, reload: null, log: null }, print);
    }
    case 'serve': {
      const config = command.config === null ? null : pathOfCaller(command.config, process.env);
      const running = await serve({ ...command, config }, process.env);
      print(running.banner);
      return runUntilStopped(running, print);
    }
  }
}

const print = (text: string): void => {
  process.stdout.write(text);
};

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
