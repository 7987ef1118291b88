import { join, resolve } from 'node:path';
import type { Environment } from '../config/config.ts';

const OWN_PACKAGE = join(import.meta.dirname, '../../package.json');

/**
 * The absolute path of a file that somebody names on the command line, as seen from where he stands. npm runs scripts in the
 * folder of their package, and tells where it was called.
 */
export function pathOfCaller(file: string, environment: Environment): string {
  const isOurScript =
    environment['npm_package_json'] === OWN_PACKAGE && environment['INIT_CWD'] !== undefined;
  return resolve(isOurScript ? (environment['INIT_CWD'] ?? '') : '', file);
}
