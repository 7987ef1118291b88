import type { Line } from './line.ts';
import type { Sample } from './sample.ts';
import { median } from './statistics.ts';

/** With whom all others are compared. */
const BASE = 'limit';

const HEAD = [
  'run',
  'contender',
  'CPU µs',
  'spread',
  `× ${BASE}`,
  'requests/s',
  'p50 ms',
  'p99 ms',
  'vendor requests',
  'RSS MB',
];

const of = (line: Line, value: (sample: Sample) => number): number => median(line.samples.map(value));

const baseOf = ({ run }: Line, lines: readonly Line[]): Line | undefined =>
  lines.find((one) => one.run === run && one.contestant.contender.name === BASE);

/** The median of the ratios of all rounds, in each of which both ran one after the other. */
function ratioToBase(line: Line, lines: readonly Line[]): number {
  const base = baseOf(line, lines);
  const ratios = line.samples.map(
    ({ cpuMicros }, round) => cpuMicros / (base?.samples[round]?.cpuMicros ?? Number.NaN),
  );
  return median(ratios);
}

/** What one contender cost in each run, against the limit. */
export const ratiosOf = (name: string, lines: readonly Line[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    lines
      .filter(({ contestant }) => contestant.contender.name === name)
      .map((line) => [line.run.label, ratioToBase(line, lines)]),
  );

const short = (value: number): string => {
  if (Number.isNaN(value)) return '–';
  return value >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toPrecision(3).replace(/\.?0+$/, '');
};

function cellsOf(line: Line, lines: readonly Line[]): string[] {
  const { run, contestant, samples, fault } = line;
  if (fault !== null)
    return [run.label, contestant.contender.title, `disqualified: ${fault.replaceAll('|', '\\|')}`];
  const costs = samples.map((sample) => sample.cpuMicros);
  return [
    run.label,
    contestant.contender.title,
    short(median(costs)),
    `${short(Math.min(...costs))} to ${short(Math.max(...costs))}`,
    ratioToBase(line, lines).toFixed(2).replace('NaN', '–'),
    short(of(line, ({ requests, seconds }) => requests / seconds)),
    short(of(line, ({ p50 }) => p50)),
    short(of(line, ({ p99 }) => p99)),
    short(of(line, ({ vendorRequests }) => vendorRequests)),
    short(of(line, ({ residentBytes }) => residentBytes) / 1e6),
  ];
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Markdown: a line for each contender in each run. */
export const tableOf = (lines: readonly Line[]): string =>
  [row(HEAD), row(HEAD.map(() => '---')), ...lines.map((line) => row(cellsOf(line, lines)))].join('\n');
