import { CopyButton } from '@/components/ui/copy-button';
import { type Definition, DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import type { InstallSettings } from '@/lib/schemas/install';
import { useMe } from '../../_components/me';

/** What the environment decides, to be read here and changed there. */
export function FactsPanel({ settings }: { settings: InstallSettings }) {
  const { install } = useMe();
  const { publicUrl, issuerUrl, audience, sandboxUrl, smtp, singleSignOn } = settings;
  return (
    <Panel title="From the environment" fact="set where Mooring is started; a restart applies it">
      <DefinitionList
        items={[
          url('Public URL', publicUrl),
          url('Issuer URL', issuerUrl, 'none: AWS cannot check the tokens of the built-in issuer (MOORING_ISSUER_URL)'),
          { term: 'Audience', value: audience, mono: true },
          url('Sandbox', sandboxUrl, 'off: AWS’s own endpoints are used'),
          {
            term: 'Mail',
            value: smtp ? 'links are mailed' : 'no SMTP server: links are shown to be copied',
            wrap: true,
          },
          { term: 'Single sign-on', value: singleSignOn ? 'on, by OpenID Connect' : 'off' },
          { term: 'Version', value: install.version },
        ]}
      />
    </Panel>
  );
}

function url(term: string, value: string | null, none = 'none'): Definition {
  if (value === null) return { term, value: <span className="text-fg-3">{none}</span>, wrap: true };
  return {
    term,
    mono: true,
    wrap: true,
    value: (
      <span className="flex items-start gap-1">
        <span className="min-w-0">{value}</span>
        <CopyButton text={value} label={`Copy ${term}`} size="xs" intent="ghost" className="-my-0.5" />
      </span>
    ),
  };
}
