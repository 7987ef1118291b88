import type { Defects } from './defects.ts';
import type { Ledger } from './ledger.ts';

/** For the reads of one operation: its ledger remembers that there was a defect, so that no report says that all is well. */
export function noteDefects(defects: Defects, ledger: Ledger): Defects {
  const asSourceError: Defects['asSourceError'] = (error) => {
    const failure = defects.asSourceError(error);
    if (failure !== error) ledger.defect ??= failure;
    return failure;
  };
  return { asSourceError, tell: asSourceError };
}
