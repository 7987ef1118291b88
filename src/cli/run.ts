import { type Command, parseArguments } from './arguments.ts';
import { goOnUnheard } from './go-on-unheard.ts';
import { helpText } from './help-text.ts';
import { pathOfCaller, startCommand } from './path-of-caller.ts';
import { StartFault, textOf } from './start-fault.ts';
import { version } from './version.ts';

const FAULT = 2;

/** Does what a command line asks for. */
export function run(line: readonly string[]): void {
  const parsed = parseArguments(line);
  if (parsed.ok) perform(parsed.command).catch(fail);
  else fail(new StartFault(parsed.fault.message));
}

/** Runs until the process is told to stop. Each command loads what it needs: a gateway has no use for the simulators. */
async function perform(command: Command): Promise<void> {
  switch (command.name) {
    case 'help':
      return print(helpText);
    case 'backends':
      return print((await import('./print-backends.ts')).printBackends());
    case 'version':
      return print(`${version}\n`);
    case 'config-schema':
      return print((await import('./print-config-schema.ts')).printConfigSchema());
    case 'schema':
      return print((await import('./print-schema.ts')).printSchema(command));
    case 'init': {
      const { writeFirstConfig } = await import('./write-first-config.ts');
      const file = pathOfCaller(command.file, process.env);
      await writeFirstConfig(file, command.force);
      return print(
        `${file} is written. Put your sources in, then: ${startCommand(process.env)} --config ${command.file}\n`,
      );
    }
    case 'check': {
      const { asFaults, check, renderChecks } = await import('./check.ts');
      const { warnIfReadable } = await import('./warn-if-readable.ts');
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
    case 'health': {
      const { health } = await import('./health.ts');
      const file = command.config === null ? null : pathOfCaller(command.config, process.env);
      const problem = await health({ ...command, config: file }, process.env);
      if (problem !== null) process.stderr.write(`${problem}\n`);
      process.exitCode = problem === null ? 0 : 1;
      return;
    }
    case 'simulate': {
      goOnUnheard();
      const { simulate } = await import('./simulate.ts');
      const { runUntilStopped } = await import('./serve/run-until-stopped.ts');
      const { config, close } = await simulate(command);
      runUntilStopped({ stop: close, reload: null, log: null }, print);
      return print(`# The simulated vendors are up. This configuration reaches them:\n${config}`);
    }
    case 'serve': {
      goOnUnheard();
      const { serve } = await import('./serve/serve.ts');
      const { runUntilStopped } = await import('./serve/run-until-stopped.ts');
      const config = command.config === null ? null : pathOfCaller(command.config, process.env);
      const running = await serve({ ...command, config }, process.env);
      // Whoever reads that it is up may send a signal at once.
      runUntilStopped(running, print);
      return print(running.banner);
    }
  }
}

const print = (text: string): void => {
  process.stdout.write(text);
};

/** A fault that a person can correct is told in its own words; anything else is a defect and shows its stack. */
function fail(error: unknown): never {
  process.stderr.write(`${textOf(error).trimEnd()}\n`);
  process.exit(error instanceof StartFault ? FAULT : 1);
}
