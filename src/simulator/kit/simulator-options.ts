import type { SimulatorOptions } from './simulator.ts';

const DEFAULTS: SimulatorOptions = {
  jobs: 200,
  origins: 4,
  seed: 1,
  latencyMs: 0,
  port: 0,
  now: Date.now,
  live: true,
  isLifelike: false,
};

const RANGES = {
  jobs: [1, 100_000],
  origins: [1, 10_000],
  latencyMs: [0, 600_000],
  port: [0, 65_535],
} as const;

/** The options with their defaults; throws a RangeError that names the option, its value and its range. */
export const simulatorOptions = (given: Partial<SimulatorOptions>): SimulatorOptions => {
  const options = { ...DEFAULTS, ...given };
  for (const name of ['jobs', 'origins', 'latencyMs', 'port'] as const) {
    const [least, most] = RANGES[name];
    const value = options[name];
    if (!Number.isInteger(value) || value < least || value > most)
      throw new RangeError(`${name} is ${value}; it must be a whole number from ${least} to ${most}`);
  }
  return options;
};
