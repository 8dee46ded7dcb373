import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { v7 as uuidv7 } from 'uuid';
import { webProcess } from '@/lib/api/process';
import { authenticate } from '@/lib/auth/authenticate';
import { paths } from '@/lib/paths';
import type { Me } from '@/lib/schemas/person';
import { getMe } from '@/lib/services/people/me';

/** Who is signed in, for a server page; leads to sign-in when nobody is. */
export async function requireMe(): Promise<Me> {
  const { booted, auth } = await webProcess();
  const { db, install } = booted;
  const now = () => new Date();
  const actor = await authenticate({ db, auth, now }, await headers(), null).catch(() => null);
  if (actor?.kind !== 'user') redirect(paths.signIn());
  return getMe({ db, install, actor, requestId: uuidv7(), ipAddress: null, now }, {});
}
