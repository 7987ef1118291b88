import type { World } from '../world/world.ts';

export interface SimulatedRequest {
  readonly method: string;
  /** What stands between the slashes of the path. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/** One vendor: gives the JSON of an answer; `undefined` where there is nothing under this address. */
export type Simulator = (request: SimulatedRequest) => object | undefined;

/** Made once for a world. It answers what the workloads need, and nothing else. */
export type SimulatorFactory = (world: World) => Simulator;

/** A whole number out of the query. */
export const numberOf = (query: URLSearchParams, name: string, otherwise: number): number =>
  Number(query.get(name) ?? otherwise);

export const isoOf = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString();
