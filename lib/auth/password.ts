import { hashPassword as hash, verifyPassword as verify } from 'better-auth/crypto';

/** scrypt with better-auth's parameters (N 16384, r 16, p 1), so that its sign-in accepts what we store. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Compares in constant time. `stored` null (no such account, or one without a password) costs the same and is false. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (stored === null) {
    await hash(password);
    return false;
  }
  return verify({ hash: stored, password });
}
