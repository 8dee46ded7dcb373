'use client';
import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { signInApi } from '@/lib/client/sign-in';
import { Refusal } from '../../_components/refusal';

export function SessionsPanel() {
  const end = useMutation({
    mutationFn: signInApi.endOtherSessions,
    onSuccess: () => toast.success('Every other session is signed out', 'This one stays.'),
  });
  return (
    <Panel title="Sessions">
      <div className="grid gap-3">
        <p className="max-w-[80ch] text-fg-2">
          A session ends by itself after 12 hours without use and after 7 days in any case. Left one open somewhere?
          Sign out everywhere else.
        </p>
        <Refusal title="The other sessions go on" error={end.error} />
        <div>
          <Button icon={LogOut} onClick={() => end.mutate()} busy={end.isPending && 'Signing out'}>
            Sign out everywhere else
          </Button>
        </div>
      </div>
    </Panel>
  );
}
