import { CopyButton } from '@/components/ui/copy-button';
import { type Definition, DefinitionList } from '@/components/ui/definition-list';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import type { Federation } from '@/lib/schemas/federation';

const ISSUERS = {
  mooring: 'Mooring itself signs, by the built-in issuer of this workspace',
  kubernetes: 'The Kubernetes cluster signs, by the projected service-account token',
} as const satisfies Record<Federation['issuer'], string>;

/** The facts AWS is told. What is not known is said to be so, never guessed. */
export function FederationPanel({ federation }: { federation: Federation }) {
  const { issuer, ready, problem } = federation;
  return (
    <Panel
      title="Federation"
      end={<StateWord state={ready ? 'active' : 'warning'}>{ready ? 'ready to be trusted' : 'not ready'}</StateWord>}
    >
      {problem ? (
        <Note
          tone="warn"
          className="mb-4"
          title={ready ? 'Something needs a look' : 'No AWS account can trust this workspace yet'}
        >
          {problem}
          {ready ? null : ' Until then drafts can be made and read, but verification and scans by role cannot work.'}
        </Note>
      ) : null}
      <DefinitionList
        items={[
          { term: 'Issuer in use', value: ISSUERS[issuer], wrap: true },
          row('Issuer URL', federation.issuerUrl),
          row('Audience', federation.audience),
          row('Subject', federation.subject || null),
          ...(issuer === 'kubernetes'
            ? [row('Namespace', federation.namespace)]
            : [{ term: 'Namespace', value: 'none: only a cluster has one' }]),
          row('Token path', federation.tokenPath, 'none: tokens are made when they are needed and never stored'),
          row('Discovery URL', federation.discoveryUrl),
          row('Keys URL', federation.jwksUrl, 'named by the discovery document'),
        ]}
      />
    </Panel>
  );
}

function row(term: string, value: string | null, none = 'not known'): Definition {
  if (value === null) return { term, value: <span className="text-fg-3">{none}</span>, wrap: true };
  return {
    term,
    wrap: true,
    mono: true,
    value: (
      <span className="flex items-start gap-1">
        <span className="min-w-0">{value}</span>
        <CopyButton text={value} label={`Copy ${term.toLowerCase()}`} size="xs" intent="ghost" className="-my-0.5" />
      </span>
    ),
  };
}
