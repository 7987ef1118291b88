import { connectSource } from '../../src/create-gateway.ts';
import type { JobSource } from '../../src/datasource/source/job-source.ts';
import { configOf, type Vendor } from './config-of.ts';

/** One source by itself, without a gateway around it. */
export function connectVendor(vendor: Vendor, extra: Readonly<Record<string, unknown>> = {}): JobSource {
  const [entry] = configOf([vendor], extra).sources;
  if (entry === undefined) throw new RangeError('a configuration without a source');
  return connectSource(entry);
}
