import type { Workload } from '../workloads/workload.ts';
import type { Line } from './line.ts';
import { markdown } from './markdown.ts';
import type { Sample } from './sample.ts';
import { median } from './statistics.ts';

type Quantity = (sample: Sample) => number;

const cost: Quantity = ({ cpuMicros }) => cpuMicros;
const costOfRead: Quantity = ({ cpuMicros, vendorRequests }) => cpuMicros / vendorRequests;

const nameOf = ({ contestant }: Line): string => contestant.contender.name;

const medianOf = ({ samples }: Line, quantity: Quantity): number => median(samples.map(quantity));

/** The median of the ratios of all rounds, in each of which both ran one after the other. */
function ratio(line: Line, base: Line | undefined, quantity: Quantity): number {
  const rounds = line.samples.map((sample, round) => {
    const other = base?.samples[round];
    return other === undefined ? Number.NaN : quantity(sample) / quantity(other);
  });
  return median(rounds);
}

const baseOf = (line: Line, lines: readonly Line[], base: string): Line | undefined =>
  lines.find((one) => one.run === line.run && nameOf(one) === base);

const firstOf = (line: Line, lines: readonly Line[]): Line | undefined =>
  lines.find((one) => nameOf(one) === nameOf(line));

/** What one contender cost in each run, against the base. */
export const ratiosOf = (
  name: string,
  lines: readonly Line[],
  { base }: Workload,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    lines
      .filter((line) => nameOf(line) === name)
      .map((line) => [line.run.label, ratio(line, baseOf(line, lines, base), cost)]),
  );

export const short = (value: number): string => {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
};

const times = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');

const spread = ({ samples }: Line): string => {
  const costs = samples.map(cost);
  return `${short(Math.min(...costs))} to ${short(Math.max(...costs))}`;
};

type Column = readonly [head: string, cell: (line: Line, lines: readonly Line[]) => string];

const columnsOf = ({ base, grows, contenders }: Workload): readonly Column[] => [
  ['CPU µs', (line) => short(medianOf(line, cost))],
  ['spread', spread],
  ...(contenders?.length === 1 ? [] : [againstBase(base)]),
  ...(grows === true ? GROWTH : []),
  ['requests/s', (line) => short(medianOf(line, ({ requests, seconds }) => requests / seconds))],
  ['p50 ms', (line) => short(medianOf(line, ({ p50 }) => p50))],
  ['p99 ms', (line) => short(medianOf(line, ({ p99 }) => p99))],
  ['vendor requests', (line) => short(medianOf(line, ({ vendorRequests }) => vendorRequests))],
  ['RSS MB', (line) => short(medianOf(line, ({ residentBytes }) => residentBytes) / 1e6)],
];

const againstBase = (base: string): Column => [
  `× ${base}`,
  (line, lines) => times(ratio(line, baseOf(line, lines, base), cost)),
];

const GROWTH: readonly Column[] = [
  ['× first', (line, lines) => times(ratio(line, firstOf(line, lines), cost))],
  ['CPU µs a vendor request', (line) => short(medianOf(line, costOfRead))],
  ['× first', (line, lines) => times(ratio(line, firstOf(line, lines), costOfRead))],
];

/** A line for each contender in each run. */
export function tableOf(workload: Workload, lines: readonly Line[]): string {
  const columns = columnsOf(workload);
  const cells = (line: Line): string[] =>
    line.fault === null
      ? columns.map(([, cell]) => cell(line, lines))
      : [`disqualified: ${line.fault.replaceAll('|', '\\|')}`];
  return markdown(
    ['run', 'contender', ...columns.map(([head]) => head)],
    lines.map((line) => [line.run.label, line.contestant.contender.title, ...cells(line)]),
  );
}
