import type { Policy } from '../policies/policy.ts';
import { speaksOfVendor, type Time } from '../policies/speaks-of-vendor.ts';
import type { HealthRecord } from './source-health.ts';

/** Remembers how each attempt went, unless that says nothing of the vendor. */
export const watchHealth =
  (record: HealthRecord, time: Time): Policy =>
  (next) =>
  async (call) => {
    try {
      const answer = await next(call);
      record.succeeded();
      return answer;
    } catch (error) {
      if (speaksOfVendor(call, time)) record.failed(error, call.partition);
      throw error;
    }
  };
