import type { SignInIo } from '../../../upstream/auth/authenticator.ts';
import { createFailureHold } from '../../../upstream/auth/failure-hold.ts';
import { type KeySource, type Keys, secretsOf, type TemporaryKeys } from './keys.ts';

/** As official clients do (docs/vendors/huawei-common.md#where-clients-find-credentials). */
const RENEW_BEFORE_MS = 40 * 60_000;
/** For keys whose end nobody tells: far below the 24 hours that they are good for. */
const SAFE_LIFE_MS = 3_600_000;

/**
 * Temporary keys, got once for all who wait, and again 40 minutes before their end; those that live shorter at half of their
 * life. While new ones cannot be got, the old ones serve to their end.
 */
export function renewedKeys(get: (io: SignInIo) => Promise<TemporaryKeys>): KeySource {
  const hold = createFailureHold();
  let held: { readonly keys: Keys; readonly renewAt: number; readonly endsAt: number } | null = null;
  let before: readonly string[] = [];
  let pending: Promise<Keys> | null = null;

  async function renew(io: SignInIo): Promise<Keys> {
    try {
      hold.throwIfHeld(io.now(), io.sourceId);
      const begunAt = io.now();
      const { expiresAt, ...keys } = await get(io);
      before = held === null ? [] : secretsOf(held.keys);
      const endsAt = expiresAt === null || expiresAt <= begunAt ? begunAt + SAFE_LIFE_MS : expiresAt;
      held = { keys, endsAt, renewAt: endsAt - Math.min(RENEW_BEFORE_MS, (endsAt - begunAt) / 2) };
      hold.clear();
      return keys;
    } catch (error) {
      hold.remember(error, io.now(), io.sourceId);
      if (held !== null && io.now() < held.endsAt) return held.keys;
      throw error;
    } finally {
      pending = null;
    }
  }

  return {
    keys: (io) => {
      if (held !== null && io.now() < held.renewAt) return Promise.resolve(held.keys);
      pending ??= renew(io);
      return pending;
    },
    reject: (used) => {
      if (held?.keys === used || held?.keys.secretKey === used.secretKey) held = null;
      return true;
    },
    secrets: () => [...before, ...(held === null ? [] : secretsOf(held.keys))],
  };
}
