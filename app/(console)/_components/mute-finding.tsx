'use client';
import { useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toast-store';
import type { FindingDetail, Mute } from '@/lib/schemas/finding';
import { roleAllows } from '@/lib/schemas/permission';
import { Refusal } from './refusal';
import { useSession } from './session';
import { useOperation } from './use-operation';

const STALE = [
  'findings.list',
  'findings.summary',
  'findings.get',
  'findingMutes.list',
  'resources.findings',
  'overview.get',
] as const;
const FOR = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '180 days' },
  { value: '365', label: 'A year' },
  { value: 'fixed', label: 'Until it is fixed' },
] as const;

/** Who muted a finding and why, with the way back; or the form to mute it. A viewer sees who may. */
export function MuteFinding({ finding }: { finding: FindingDetail }) {
  const { workspace } = useSession();
  const may = roleAllows(workspace.role, 'finding:mute');
  if (finding.state === 'resolved') return null;
  if (finding.mute) return <Muted finding={finding} mute={finding.mute} may={may} />;
  return may ? (
    <MuteForm key={finding.id} finding={finding} />
  ) : (
    <p className="text-fg-3">An editor of the workspace may mute it, with a reason and a time.</p>
  );
}

function Muted({ finding, mute, may }: { finding: FindingDetail; mute: Mute; may: boolean }) {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const done = { stale: STALE, onSuccess: () => toast.success('It is open again.') };
  const one = useOperation('findings.unmute', done);
  const pattern = useOperation('findingMutes.end', done);
  const of = [mute.accountId && `account ${mute.accountId}`, mute.tag && `tag ${mute.tag}`].filter(Boolean).join(', ');
  return (
    <div className="grid gap-2">
      <Note
        tone="neutral"
        title={mute.covers === 'pattern' ? `Muted with all of its rule in ${of}` : 'Muted'}
        action={
          may ? (
            <Button
              size="sm"
              busy={one.isPending || pattern.isPending ? 'Opening' : undefined}
              onClick={() =>
                mute.covers === 'pattern'
                  ? pattern.mutate({ params: { ...params, muteId: mute.id } })
                  : one.mutate({ params: { ...params, findingId: finding.id } })
              }
            >
              {mute.covers === 'pattern' ? 'End this mute' : 'Unmute'}
            </Button>
          ) : null
        }
      >
        {mute.reason} By {mute.createdBy}, <Time at={mute.createdAt} />,{' '}
        {mute.until ? (
          <>
            until <Time at={mute.until} />
          </>
        ) : (
          'until it is fixed'
        )}
        .
      </Note>
      <Refusal title="It was not unmuted" error={one.error ?? pattern.error} />
    </div>
  );
}

function MuteForm({ finding }: { finding: FindingDetail }) {
  const { workspace } = useSession();
  const [reason, setReason] = useState('');
  const [time, setTime] = useState<(typeof FOR)[number]['value']>('30');
  const [all, setAll] = useState<'one' | 'account'>('one');
  const done = { stale: STALE, onSuccess: () => toast.success('It is muted.', 'It comes back by itself.') };
  const one = useOperation('findings.mute', done);
  const rule = useOperation('findingMutes.create', done);
  const { accountId } = finding.resource;
  // A pattern covers what is still to come, so it always has an end.
  const times = FOR.filter(({ value }) => all === 'one' || value !== 'fixed');
  const chosen = times.find(({ value }) => value === time)?.value ?? '365';
  const short = reason.trim().length < 8;
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (short) return;
        const params = { workspaceId: workspace.id };
        const days = chosen === 'fixed' ? null : Number(chosen);
        if (all === 'one' || days === null) {
          one.mutate({ params: { ...params, findingId: finding.id }, body: { reason, days } });
        } else rule.mutate({ params, body: { rule: finding.rule, accountId, reason, days } });
      }}
    >
      <h3>Mute it</h3>
      <Field label="What?" help={all === 'account' ? 'Those to come included.' : undefined}>
        {(control) => (
          <Select
            {...control}
            value={all}
            onChange={setAll}
            options={[
              { value: 'one', label: 'This finding' },
              { value: 'account', label: `All of this rule in account ${accountId}` },
            ]}
          />
        )}
      </Field>
      <Field label="Why may it stay?" help="Everybody who looks for it sees this, and so does the audit log.">
        {(control) => (
          <Textarea {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <Field
        label="For how long?"
        help="It is open again after that, when it gets worse, and when it comes back after a fix."
      >
        {(control) => <Select {...control} value={chosen} onChange={setTime} options={times} />}
      </Field>
      <div>
        <Button
          type="submit"
          busy={one.isPending || rule.isPending ? 'Muting' : undefined}
          disabledReason={short ? 'Say in a few words why it may stay.' : undefined}
        >
          {all === 'one' ? 'Mute the finding' : 'Mute all of them'}
        </Button>
      </div>
      <Refusal title="It was not muted" error={one.error ?? rule.error} />
    </form>
  );
}
