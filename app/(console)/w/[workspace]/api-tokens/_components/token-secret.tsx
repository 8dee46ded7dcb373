'use client';
import { CodeBlock } from '@/components/code/code-block';
import { ReadOnlyField } from '@/components/form/read-only-field';
import { Time } from '@/components/ui/time';
import { operationUrl } from '@/lib/client/client';
import { useSession } from '../../../../_components/session';

/** The secret to copy, and a first call that proves it. The call names a variable, so that no shell history keeps it. */
export function TokenSecret({ secret, expiresAt }: { secret: string; expiresAt: string | null }) {
  const { workspace } = useSession();
  const url = `${location.origin}${operationUrl('integrations.list', { params: { workspaceId: workspace.id } })}`;
  return (
    <div className="grid min-w-0 gap-4">
      <ReadOnlyField
        label="Secret"
        value={secret}
        help={
          <>
            Expires <Time at={expiresAt} />. Keep it where secrets are kept.
          </>
        }
      />
      <div className="grid min-w-0 gap-1.5">
        <p className="font-medium">Try it</p>
        <CodeBlock
          plain
          label="curl"
          language="bash"
          code={`read -rs MOORING_TOKEN   # paste the secret, then Enter\ncurl -H "Authorization: Bearer $MOORING_TOKEN" \\\n  ${url}`}
          className="rounded-2 border border-line"
        />
      </div>
    </div>
  );
}
