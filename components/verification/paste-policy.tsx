'use client';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { arnName } from '@/lib/format/arn';
import type { VerificationStep } from '@/lib/schemas/verification';

/** Whether a refusal could be explained better with the trust policy at hand. */
export function wantsPolicy({ key, state, clauses, evidence }: VerificationStep): boolean {
  return key === 'assume_role' && state === 'failed' && clauses.length === 0 && evidence.includes('AccessDenied');
}

type Props = { roleArn: string | null; busy: boolean; onCompare: (trustPolicy: string) => void };

/** The trust policy, pasted: Mooring could not get in to read it. It is compared and then forgotten. */
export function PastePolicy({ roleArn, busy, onCompare }: Props) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = jsonProblem(text);
    setError(problem);
    if (!problem) onCompare(text);
  };
  const role = roleArn ? arnName(roleArn) : 'ROLE';
  return (
    <form onSubmit={submit} className="grid max-w-[640px] gap-2">
      <Field
        label="The role’s trust policy"
        error={error ?? undefined}
        help={
          <>
            AWS does not say which clause refused. Paste what this prints, and it is compared with the token:{' '}
            <code>aws iam get-role --role-name {role} --query Role.AssumeRolePolicyDocument</code>
          </>
        }
      >
        {(field) => (
          <Textarea
            {...field}
            mono
            rows={6}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={'{ "Version": "2012-10-17", "Statement": […] }'}
          />
        )}
      </Field>
      <div>
        <Button
          type="submit"
          size="sm"
          busy={busy && 'Comparing'}
          disabledReason={text === '' && 'Paste the policy first'}
        >
          Compare clause by clause
        </Button>
      </div>
    </form>
  );
}

function jsonProblem(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? null : 'A trust policy is a JSON object.';
  } catch {
    return 'This is not JSON; paste the whole document, from { to }.';
  }
}
