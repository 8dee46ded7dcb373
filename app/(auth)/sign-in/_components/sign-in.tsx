'use client';
import { useState } from 'react';
import { SandboxMark } from '@/components/ui/badge';
import { Note } from '@/components/ui/note';
import { AuthCard } from '../../_components/auth-card';
import { safeNext } from '../../_components/next-path';
import { PasswordStep } from './password-step';
import { ProviderButton } from './provider-button';
import { SecondStep } from './second-step';

type Status = {
  needsFirstAdministrator: boolean;
  sandbox: boolean;
  singleSignOn: { providerId: string; name: string } | null;
};
type SignInProps = { status: Status; next: string | null; providerError: string | null };

/** Password, then the second factor when the account has one; or the company's own sign-in. */
export function SignIn({ status, next, providerError }: SignInProps) {
  const [step, setStep] = useState<'password' | 'second'>('password');
  const to = safeNext(next);
  // A full navigation: the console's server pages read the new cookie.
  const done = () => window.location.assign(to);
  if (step === 'second') return <SecondStep onDone={done} onRestart={() => setStep('password')} />;
  return (
    <AuthCard
      title="Sign in"
      lead={status.sandbox ? <SandboxMark /> : null}
      below="No account? People come by invitation: ask an owner or admin of your workspace."
    >
      {status.needsFirstAdministrator ? (
        <Note tone="info" title="This install has no administrator yet">
          Open the one-time link that the start command printed.
        </Note>
      ) : null}
      {providerError ? (
        <Note tone="danger" title="Single sign-on did not let you in">
          {providerProblem(providerError)}
        </Note>
      ) : null}
      {status.singleSignOn ? (
        <>
          <ProviderButton {...status.singleSignOn} next={to} />
          <p className="flex items-center gap-3 text-12 text-fg-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
        </>
      ) : null}
      <PasswordStep onDone={done} onSecondFactor={() => setStep('second')} />
    </AuthCard>
  );
}

function providerProblem(code: string): string {
  switch (code) {
    case 'unable_to_create_user':
    case 'not_invited':
    case 'signup_disabled':
      return 'Nobody has invited this address to Mooring. Ask an owner or admin of your workspace.';
    case 'state_mismatch':
    case 'please_restart_the_process':
      return 'It took too long, or began in another browser. Try again.';
    default:
      return 'The provider did not vouch for an e-mail address that has an account here. Try again, or ask an administrator.';
  }
}
