import { join, resolve } from 'node:path';
import type { Environment } from '../config/config.ts';

const OWN_PACKAGE = join(import.meta.dirname, '../../package.json');

/**
 * The absolute path of a file that somebody names on the command line, as seen from where he stands. npm runs scripts in the
 * folder of their package, and tells where it was called.
 */
export function pathOfCaller(file: string, environment: Environment): string {
  return resolve(isOurScript(environment) ? (environment['INIT_CWD'] ?? '') : '', file);
}

/** What starts the gateway, as somebody types it: by a script of the repository, or as it is installed. */
export const startCommand = (environment: Environment): string =>
  isOurScript(environment) ? 'npm start --' : 'jobweave';

const isOurScript = (environment: Environment): boolean =>
  environment['npm_package_json'] === OWN_PACKAGE && environment['INIT_CWD'] !== undefined;
