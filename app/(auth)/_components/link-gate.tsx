'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { AfterDelay, SkeletonRows } from '@/components/ui/skeleton';
import { paths } from '@/lib/paths';
import { AuthCard } from './auth-card';
import type { LinkState } from './use-link';

type LinkGateProps = {
  title: string;
  link: LinkState;
  children: (good: Extract<LinkState, { state: 'good' }>) => ReactNode;
};

/** Shows the page of a good link; for any other, why it does not work and what to do. */
export function LinkGate({ title, link, children }: LinkGateProps) {
  if (link.state === 'good') return children(link);
  if (link.state === 'looking') {
    return (
      <AuthCard title={title}>
        <AfterDelay>
          <SkeletonRows rows={3} />
        </AfterDelay>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={title}>
      <Note tone="danger" title="This link does not work">
        {link.problem.message}
      </Note>
      <p>
        Have an account?{' '}
        <Link className={inlineLinkClass} href={paths.signIn()}>
          Sign in
        </Link>
      </p>
    </AuthCard>
  );
}
