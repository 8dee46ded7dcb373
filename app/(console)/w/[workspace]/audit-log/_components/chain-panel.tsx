'use client';
import { useMutation } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { CodeBlock } from '@/components/code/code-block';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { apiClient } from '@/lib/client/client';
import type { Contract } from '@/lib/contract/contract';
import type { ResponseOf } from '@/lib/contract/operation';
import { count, plural } from '@/lib/format/number';
import { Refusal } from '../../../../_components/refusal';
import { useSession } from '../../../../_components/session';

/** Hashing a million rows takes about a minute; the server gives up after five. */
const patient = apiClient({ timeoutMs: 5 * 60_000 });

type Verified = { result: ResponseOf<Contract['auditLog.verify']>; at: Date };

/** Recomputes the chain on request, and says how to do it without trusting this page. */
export function ChainPanel() {
  const { workspace } = useSession();
  const verify = useMutation({
    mutationFn: async (): Promise<Verified> => ({
      result: await patient.call('auditLog.verify', { params: { workspaceId: workspace.id } }),
      at: new Date(),
    }),
  });
  return (
    <Panel
      title="The chain"
      fact="each row's hash covers its content and the hash before it"
      end={
        <Button size="sm" icon={Link2} onClick={() => verify.mutate()} busy={verify.isPending && 'Verifying'}>
          Verify chain
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-4" aria-live="polite">
        <Refusal title="The chain could not be verified" error={verify.error} />
        {verify.data ? <Result {...verify.data} /> : null}
        <div className="grid gap-1.5">
          <p className="max-w-[80ch] text-fg-2">
            To check it without this console, on a host that reaches the database, with the role that runs Mooring:
          </p>
          <CodeBlock
            plain
            label="Command"
            language="bash"
            code={`DATABASE_URL=postgresql://… node dist/audit-verify.mjs --chain ${workspace.id}`}
            className="rounded-2 border border-line"
          />
          <p className="max-w-[80ch] text-12 text-fg-3">
            Keep the key id it prints and signed heads elsewhere: with <code className="mono">--key</code> and{' '}
            <code className="mono">--head</code> it also finds a chain that was rewritten from its beginning.
          </p>
        </div>
      </div>
    </Panel>
  );
}

function Result({ result, at }: Verified) {
  const { ok, entries, unsealed, headSequence, headHash, firstBad } = result;
  return (
    <Note
      tone={ok ? 'success' : 'danger'}
      title={ok ? 'The chain holds' : `The chain is broken at #${firstBad?.sequence ?? 'an unknown row'}`}
    >
      {ok ? null : (
        <p>
          {firstBad?.reason}. The {plural(entries, 'row')} before it hold. Keep a copy of the database before anything
          else, and compare it with your last backup.
        </p>
      )}
      <DefinitionList
        className="mt-1"
        items={[
          { term: 'Rows', value: `${count(entries)} linked, ${count(unsealed)} waiting for the sealer` },
          ...(firstBad?.entryId ? [{ term: 'Row', value: firstBad.entryId, mono: true, wrap: true }] : []),
          { term: 'Head', value: headSequence === null ? 'none yet' : `#${headSequence}` },
          ...(headHash
            ? [
                {
                  term: 'Head hash',
                  mono: true,
                  wrap: true,
                  value: (
                    <>
                      {headHash} <CopyButton text={headHash} label="Copy head hash" size="xs" intent="ghost" />
                    </>
                  ),
                },
              ]
            : []),
          { term: 'Checked', value: <Time at={at} /> },
        ]}
      />
    </Note>
  );
}
