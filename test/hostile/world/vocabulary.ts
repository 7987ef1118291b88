import type { Style } from '../scenario.ts';

interface Vocabulary {
  /** Status in the API's word → in the vendor's. */
  readonly statuses: Readonly<Record<string, string>>;
  /** In the API's words: what its vendor can say, too, and no row here does. */
  readonly otherStatuses: readonly string[];
  /** Empty: the vendor knows none. */
  readonly kinds: readonly string[];
  /** Of these some rows have one; empty: none, or the list's own. */
  readonly resources: readonly string[];
  /** The most rows that the vendor gives at once. */
  readonly maxPage: number;
}

/** What the rows of each vendor can say; the first status is the usual one, the last one is rare. */
export const VOCABULARIES: Readonly<Record<Style, Vocabulary>> = {
  zstack: {
    statuses: { SUCCEEDED: 'true', FAILED: 'false', RUNNING: 'Running' },
    otherStatuses: [],
    kinds: ['volumeBackup', 'startVm', 'vmBackup'],
    resources: ['b'.repeat(32), 'c'.repeat(32)],
    maxPage: 1_000,
  },
  'huawei-workspace': {
    statuses: { SUCCEEDED: 'SUCCESS', FAILED: 'FAILED', QUEUED: 'WAITING', RUNNING: 'RUNNING' },
    otherStatuses: ['PARTIALLY_FAILED', 'UNKNOWN'],
    kinds: ['RESTART_SERVER', 'STOP_SERVER'],
    resources: [],
    maxPage: 100,
  },
  'huawei-css': {
    statuses: { SUCCEEDED: 'SUCCESS', FAILED: 'FAIL', RUNNING: 'RUNNING' },
    otherStatuses: ['UNKNOWN'],
    kinds: ['Auto', 'Manual'],
    resources: [],
    maxPage: 1_000,
  },
  'huawei-vbs': {
    statuses: {
      SUCCEEDED: 'EXECUTE_SUCCESS',
      FAILED: 'EXECUTE_FAIL',
      QUEUED: 'WAITING',
      SKIPPED: 'SKIP',
      RUNNING: 'RUNNING',
      TIMED_OUT: 'EXECUTE_TIMEOUT',
    },
    otherStatuses: ['UNKNOWN'],
    kinds: [],
    resources: ['volume-1', 'volume-2'],
    maxPage: 100,
  },
  'huawei-servicestage': {
    statuses: {
      SUCCEEDED: 'SUCCEEDED',
      FAILED: 'FAILED',
      ROLLED_BACK: 'ROLLBACKED',
      CANCELED: 'CANCELLED',
      RUNNING: 'RUNNING',
    },
    otherStatuses: ['QUEUED', 'PARTIALLY_FAILED', 'ROLLING_BACK', 'SKIPPED', 'UNKNOWN'],
    kinds: ['PROVISION', 'DEPROVISION'],
    resources: [],
    maxPage: 100,
  },
};
