import { createHash } from 'node:crypto';
import type { PrismaClient } from '@/lib/db/generated/prisma/client';
import { AppError } from '@/lib/errors/app-error';

const ATTEMPTS = 20;
const WINDOW_MS = 15 * 60_000;

/**
 * Takes one of the 20 password attempts an account has in 15 minutes, whatever addresses they come from, in one
 * statement. Throws `rate_limited` when none is left. `last_request` holds the window's end, past which
 * better-auth's own pruning may remove the row.
 */
export async function takePasswordAttempt(directory: PrismaClient, email: string, now: Date): Promise<void> {
  const key = keyOf(email);
  const time = now.getTime();
  const rows = await directory.$queryRaw<{ count: number }[]>`
    INSERT INTO directory.auth_rate_limit AS r (id, key, count, last_request)
    VALUES (${key}, ${key}, 1, ${time + WINDOW_MS})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN r.last_request <= ${time} THEN 1 ELSE r.count + 1 END,
      last_request = CASE WHEN r.last_request <= ${time} THEN ${time + WINDOW_MS} ELSE r.last_request END
    RETURNING count`;
  if ((rows[0]?.count ?? 0) <= ATTEMPTS) return;
  throw new AppError('rate_limited', 'Too many attempts for this account. Wait 15 minutes, or ask for a reset link.');
}

/** A right password gives all attempts back. */
export async function clearPasswordAttempts(directory: PrismaClient, email: string): Promise<void> {
  await directory.rateLimit.deleteMany({ where: { key: keyOf(email) } });
}

/** Hashed: an address that somebody merely typed is not ours to keep. */
function keyOf(email: string): string {
  return `account|${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`;
}
