import { printScenario } from './compact.ts';
import type { Story } from './shrink.ts';
import type { FaultKind } from './walk/faults.ts';

/** A story longer than this is told without its middle. */
const LINES = 40;

/** What somebody needs who wants to see it happen again. */
export function tellStory(
  mode: string,
  seed: number,
  kind: FaultKind,
  { scenario, faults, trace }: Story,
): string {
  const half = LINES / 2;
  const lines = trace.length <= LINES ? trace : [...trace.slice(0, half), '…', ...trace.slice(-half)];
  return [
    `${kind}: ${faults.find((fault) => fault.kind === kind)?.text}`,
    `again:     JOBWEAVE_MODE='${mode.replaceAll('+', '[+]')}' JOBWEAVE_SEED=${seed} JOBWEAVE_WALKS=1 npm run -s test:hostile`,
    `cut down:  JOBWEAVE_SCENARIO='${printScenario(scenario)}' npm run -s test:hostile`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}
