'use client';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { api } from '@/lib/client/queries';
import { signInApi } from '@/lib/client/sign-in';
import { paths } from '@/lib/paths';
import { AuthCard } from '../_components/auth-card';
import { submitProblem } from '../_components/submit-problem';
import { SecondStep } from '../sign-in/_components/second-step';
import { type InvitationProps, invitationLead } from './invitation';

/** Someone with an account joins signed in as it; signing in happens here, so that the link stays in the page. */
export function JoinAsMember(invitation: InvitationProps) {
  const { token, email, workspace } = invitation;
  const [signedIn, setSignedIn] = useState<string | null>(null);
  const [second, setSecond] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({ defaultValues: { password: '' } });
  const mine = signedIn === email;
  useEffect(() => {
    api.call('me.get', {}).then(
      ({ actor }) => setSignedIn(actor.email),
      () => setSignedIn(null),
    );
  }, []);

  const accept = async () => {
    setProblem(null);
    try {
      const { workspaceId } = await api.call('links.acceptInvitation', { body: { token } });
      window.location.assign(workspaceId ? paths.overview(workspaceId) : paths.home());
    } catch (error) {
      setSecond(false);
      setProblem(submitProblem(error, ['password'], form.setError));
    }
  };
  const submit = form.handleSubmit(async ({ password }) => {
    setProblem(null);
    try {
      if (!mine && (await signInApi.password(email, password))) return setSecond(true);
      await accept();
    } catch (error) {
      setProblem(submitProblem(error, ['password'], form.setError));
    }
  });

  if (second) return <SecondStep onDone={accept} onRestart={() => setSecond(false)} />;
  return (
    <AuthCard
      title={`Join ${workspace}`}
      lead={invitationLead(invitation)}
      below={mine ? null : 'You use single sign-on? Sign in first, then open the invitation again.'}
    >
      <form onSubmit={submit} noValidate className="grid gap-4" method="post">
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        {signedIn && !mine ? (
          <Note tone="info">
            You are signed in as {signedIn}. Joining signs you in as {email} instead.
          </Note>
        ) : null}
        {mine ? null : (
          <FormField
            control={form.control}
            name="password"
            label="Your password"
            help="You have an account already: its password proves that it is you."
            rules={{ required: 'Your password is needed.' }}
          >
            {(field) => <Input {...field} type="password" autoComplete="current-password" autoFocus />}
          </FormField>
        )}
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Joining'}>
          Join
        </Button>
      </form>
    </AuthCard>
  );
}
