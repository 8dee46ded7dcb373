'use client';
import { Users } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { paths } from '@/lib/paths';

/** For someone who is in no workspace (yet, or any more). */
export function NoWorkspace({ installAdmin }: { installAdmin: boolean }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4">
      <EmptyState
        icon={Users}
        title="You are in no workspace"
        action={
          installAdmin ? (
            <Link className={buttonClass({ intent: 'primary' })} href={paths.install()}>
              Make a workspace
            </Link>
          ) : undefined
        }
      >
        {installAdmin
          ? 'As an install administrator you can make one.'
          : 'An owner or admin of a workspace can invite you.'}
      </EmptyState>
    </main>
  );
}
