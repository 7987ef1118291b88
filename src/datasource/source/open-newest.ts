import type { SourceScope } from '../../scope/request-scope.ts';
import { NO_HINT } from '../feed/hint.ts';
import { createScanBudget } from '../stream/residual-filter.ts';
import type { JobSource, OpenedSource } from './job-source.ts';

/** All lists of a source from their newest job on, of which so many rows are likely to be read. Throws `SourceError`. */
export const openNewest = (source: JobSource, rows: number, scope: SourceScope): Promise<OpenedSource> =>
  source.openJobs({
    filter: {},
    plan: source.planFilter({}),
    direction: 'down',
    startOf: () => null,
    stopOf: () => null,
    hintOf: () => NO_HINT,
    need: () => ({ share: rows, most: rows, given: 0 }),
    budget: createScanBudget(rows),
    scope,
  });
