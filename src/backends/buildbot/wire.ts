import { z } from 'zod';
import {
  optionalFlag,
  optionalNumber,
  optionalText,
  readText,
  requiredText,
} from '../../datasource/wire/fields.ts';
import type { ListShape } from '../../datasource/wire/list-reader.ts';
import { rowReader } from '../../datasource/wire/row-reader.ts';
import { optionalTime } from '../../datasource/wire/times.ts';

/** `meta.total` counts the rows of the page (docs/vendors/buildbot.md#paging), so no total is read. */
export const buildRequests: ListShape = { rows: 'buildrequests', beside: ['meta'] };
export const builds: ListShape = { rows: 'builds', beside: ['meta'] };
export const steps: ListShape = { rows: 'steps', total: 'meta.total' };
export const builders: ListShape = { rows: 'builders', total: 'meta.total' };

/** `[value, source]` (docs/vendors/buildbot.md#jobs-and-tasks). */
const property = z
  .unknown()
  .optional()
  .transform((pair) => (Array.isArray(pair) ? (readText(pair[0]) ?? null) : null));

export const buildRequest = rowReader(
  'job',
  z.object({
    buildrequestid: requiredText,
    buildsetid: optionalText,
    builderid: optionalText,
    claimed: optionalFlag,
    claimed_at: optionalTime,
    claimed_by_masterid: optionalText,
    complete: optionalFlag,
    complete_at: optionalTime,
    priority: optionalNumber,
    properties: z.object({ owner: property, reason: property }).nullish(),
    results: optionalNumber,
    submitted_at: optionalTime,
    waited_for: optionalFlag,
  }),
);

export type BuildRequest = ReturnType<typeof buildRequest>;

export const build = rowReader('build', z.object({ buildid: requiredText }));

export const step = rowReader(
  'task',
  z.object({
    stepid: requiredText,
    number: optionalNumber,
    name: optionalText,
    complete: optionalFlag,
    started_at: optionalTime,
    complete_at: optionalTime,
    results: optionalNumber,
    state_string: optionalText,
  }),
);

export type Step = ReturnType<typeof step>;

export const builder = rowReader('builder', z.object({ builderid: requiredText, name: optionalText }));

/** docs/vendors/buildbot.md#errors. */
export const fault = z.object({ error: requiredText });
