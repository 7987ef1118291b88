import { SOURCE_IDS } from '../support/fault-cells.ts';
import { environmentNumber } from './environment-number.ts';
import { reportLine } from './report-line.ts';
import { soakCell } from './soak-cell.ts';
import { soakCellsOf } from './soak-cells.ts';
import { SOAK_MODES } from './soak-modes.ts';
import { startVendorProcess } from './start-vendor-process.ts';
import { watchProcess } from './watch-process.ts';

// Each vendor with each fault, a thousand times: `node --expose-gc test/soak/faults.ts`, with ids of sources for some of
// them only. JOBWEAVE_REPETITIONS=N: questions to each cell. JOBWEAVE_MODE=bare or guarded, JOBWEAVE_CELL=NAME: only those.
// Not part of `npm test`: it takes two hours. One process for each source, side by side, takes half of that on two cores.

const repetitions = environmentNumber('JOBWEAVE_REPETITIONS', 1_000);
const isWanted = (wanted: string | undefined, name: string): boolean =>
  wanted === undefined || wanted === name;
const { JOBWEAVE_MODE: onlyMode, JOBWEAVE_CELL: onlyCell } = process.env;
const asked = process.argv.slice(2);
const ids = SOURCE_IDS.filter((id) => asked.length === 0 || asked.includes(id));
const heard = watchProcess();
let failures = 0;

for (const ill of ids) {
  await using vendors = await startVendorProcess(8, 1);
  for (const mode of SOAK_MODES.filter(({ name }) => isWanted(onlyMode, name)))
    for (const cell of soakCellsOf(ill, repetitions).filter(({ name }) => isWanted(onlyCell, name))) {
      const spoken = heard.length;
      const report = await soakCell({ ...cell, ill, mode, vendors });
      const named = { ill, name: cell.name, mode: mode.name, ...report, heard: heard.slice(spoken) };
      const { line, isGood } = reportLine(named);
      console.log(line);
      if (!isGood) failures += 1;
    }
}
console.log(failures === 0 ? 'all is well' : `${failures} cells failed`);
process.exitCode = failures === 0 ? 0 : 1;
