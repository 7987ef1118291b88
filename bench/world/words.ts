import type { Outcome } from './run.ts';
import type { Vendor } from './world.ts';

const PLAIN: Readonly<Record<Outcome, string>> = {
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  RUNNING: 'RUNNING',
};

/** How each vendor says how a job stands; `zstack` has no word for it. */
export const WORDS: Readonly<Record<Vendor, Readonly<Record<Outcome, string | null>>>> = {
  zstack: { SUCCEEDED: null, FAILED: null, RUNNING: null },
  'huawei-workspace': { ...PLAIN, SUCCEEDED: 'SUCCESS' },
  'huawei-css': { ...PLAIN, SUCCEEDED: 'SUCCESS', FAILED: 'FAIL' },
  'huawei-vbs': { ...PLAIN, SUCCEEDED: 'EXECUTE_SUCCESS', FAILED: 'EXECUTE_FAIL' },
  'huawei-servicestage': PLAIN,
};

export const KINDS: Readonly<Record<Vendor, string | null>> = {
  zstack: 'volumeBackup',
  'huawei-workspace': 'RESTART_SERVER',
  'huawei-css': 'Auto',
  'huawei-vbs': null,
  'huawei-servicestage': 'PROVISION',
};
