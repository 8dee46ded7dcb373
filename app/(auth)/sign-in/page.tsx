import type { Metadata } from 'next';
import { v7 as uuidv7 } from 'uuid';
import { webProcess } from '@/lib/api/process';
import { ANONYMOUS } from '@/lib/auth/actor';
import { setupStatus } from '@/lib/services/people/setup-status';
import { SignIn } from './_components/sign-in';

export const metadata: Metadata = { title: 'Sign in' };

type Search = { next?: string | string[]; error?: string | string[] };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, error } = await searchParams;
  const { db, install } = (await webProcess()).booted;
  const context = { db, install, actor: ANONYMOUS, requestId: uuidv7(), ipAddress: null, now: () => new Date() };
  const status = await setupStatus(context, {});
  const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : null);
  return <SignIn status={status} next={one(next)} providerError={one(error)} />;
}
