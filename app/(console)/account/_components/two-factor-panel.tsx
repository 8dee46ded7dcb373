'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import { toast } from '@/components/ui/toast-store';
import { signInApi } from '@/lib/client/sign-in';
import { BackupCodes } from './backup-codes';
import { EnrolStep } from './enrol-step';
import { PasswordDialog } from './password-dialog';

type Enrolment = { totpURI: string; backupCodes: string[] };
type Asking = 'enable' | 'disable' | 'codes' | null;

/** A code of an authenticator app at each sign-in. Backup codes are shown when they are made, and never again. */
export function TwoFactorPanel({ on }: { on: boolean }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['me.get'] });
  const close = () => setAsking(null);
  return (
    <Panel
      title="Two-factor"
      end={<StateWord state={on ? 'active' : 'inactive'}>{on ? 'on' : 'off'}</StateWord>}
      bodyClassName="grid gap-4"
    >
      {codes ? (
        <BackupCodes codes={codes} onDone={() => setCodes(null)} />
      ) : enrolment ? (
        <EnrolStep
          uri={enrolment.totpURI}
          onCancel={() => setEnrolment(null)}
          onDone={async () => {
            setCodes(enrolment.backupCodes);
            setEnrolment(null);
            toast.success('Two-factor is on');
            await refresh();
          }}
        />
      ) : (
        <>
          <p className="max-w-[80ch] text-fg-2">
            {on
              ? 'Signing in asks for a code of your authenticator app. A backup code stands in for it once.'
              : 'With it, a stolen password alone does not get in: signing in asks for a code of an authenticator app as well.'}
          </p>
          <div className="flex flex-wrap gap-2">
            {on ? (
              <>
                <Button onClick={() => setAsking('codes')}>Make new backup codes</Button>
                <Button onClick={() => setAsking('disable')}>Turn off</Button>
              </>
            ) : (
              <Button intent="primary" onClick={() => setAsking('enable')}>
                Turn on
              </Button>
            )}
          </div>
        </>
      )}
      <PasswordDialog
        open={asking === 'enable'}
        onClose={close}
        title="Turn on two-factor"
        text="Your password first, so that nobody else turns it on for you."
        verb="Go on"
        act={async (password) => setEnrolment(await signInApi.enableTwoFactor(password))}
      />
      <PasswordDialog
        open={asking === 'codes'}
        onClose={close}
        title="Make new backup codes"
        text="The codes you have stop working."
        verb="Make new codes"
        act={async (password) => setCodes(await signInApi.newBackupCodes(password))}
      />
      <PasswordDialog
        open={asking === 'disable'}
        onClose={close}
        danger
        title="Turn off two-factor?"
        text="The password alone will let in. The entry in your authenticator app and all backup codes stop working."
        verb="Turn off"
        act={async (password) => {
          await signInApi.disableTwoFactor(password);
          await refresh();
          toast.success('Two-factor is off');
        }}
      />
    </Panel>
  );
}
