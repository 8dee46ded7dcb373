'use client';
import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { SignInError, signInApi } from '@/lib/client/sign-in';
import { paths } from '@/lib/paths';

type ProviderButtonProps = { providerId: string; name: string; next: string };

/** Goes to the OpenID provider. */
export function ProviderButton({ providerId, name, next }: ProviderButtonProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const go = async () => {
    setBusy(true);
    setProblem(null);
    try {
      window.location.assign(await signInApi.providerUrl(providerId, next, paths.signIn()));
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      setProblem(error.message);
      setBusy(false);
    }
  };
  return (
    <>
      {problem ? <Note tone="danger">{problem}</Note> : null}
      <Button icon={LogIn} onClick={go} busy={busy && 'Going there'}>
        {name}
      </Button>
    </>
  );
}
