'use client';
import Link from 'next/link';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { DiffView } from '@/components/code/diff-view';
import { objects, pretty, text } from '@/components/resource/json';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';

/** What a resource may do: its document and versions (a policy), or its attached and inline policies (an identity). */
export function Documents({ resource }: { resource: Resource }) {
  const versions = objects(resource.attributes.versions);
  if (versions.length > 0) return <PolicyVersions versions={versions.map(policyVersion)} />;
  const attached = objects(resource.attributes.attachedManagedPolicies);
  const inline = objects(resource.attributes.inlinePolicies);
  if (attached.length === 0 && inline.length === 0) return null;
  return (
    <Panel title="Policies" fact={`${attached.length} managed, ${inline.length} inline`} flush>
      <ul className="rows">
        {attached.map((policy) => (
          <AttachedPolicy key={text(policy.policyArn)} policy={policy} resource={resource} />
        ))}
        {inline.map((policy) => (
          <li key={text(policy.policyName)}>
            <details>
              <summary className="flex min-h-9 items-center gap-3 px-3 py-1.5 md:px-4">
                <span className="min-w-0 truncate font-medium">{text(policy.policyName)}</span>
                <span className="ml-auto text-12 text-fg-3">inline policy, show</span>
              </summary>
              <CodeBlock
                label={`Inline policy ${text(policy.policyName)}`}
                language="json"
                code={pretty(policy.policyDocument)}
                className="border-line border-t"
              />
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function AttachedPolicy({ policy, resource }: { policy: Record<string, unknown>; resource: Resource }) {
  const workspace = useWorkspaceId();
  const arn = text(policy.policyArn) ?? '';
  const known = resource.relationships.find((one) => one.direction === 'out' && one.key === arn && one.uid);
  const aws = /^arn:[^:]+:iam::aws:/.test(arn);
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 px-3 py-1.5 md:px-4">
      <span className="min-w-0 truncate font-medium" title={arn}>
        {known?.uid ? (
          <Link href={paths.resource(workspace, known.uid)} className="hover:underline">
            {text(policy.policyName)}
          </Link>
        ) : (
          text(policy.policyName)
        )}
      </span>
      <span className="ml-auto text-12 text-fg-3">{aws ? 'AWS managed policy' : 'managed policy'}</span>
    </li>
  );
}

type Version = { id: string; isDefault: boolean; createdAt: string | null; code: string };

function policyVersion(version: Record<string, unknown>): Version {
  return {
    id: text(version.versionId) ?? '',
    isDefault: version.isDefaultVersion === true,
    createdAt: text(version.createDate),
    code: pretty(version.document),
  };
}

/** A policy's document by version; another version beside it shows what differs. */
function PolicyVersions({ versions }: { versions: readonly Version[] }) {
  const standard = versions.find(({ isDefault }) => isDefault) ?? versions[0];
  const [shownId, setShown] = useState(standard?.id);
  const [againstId, setAgainst] = useState('none');
  const shown = versions.find(({ id }) => id === shownId) ?? standard;
  const against = versions.find(({ id }) => id === againstId && id !== shown?.id);
  if (!shown) return null;
  const option = ({ id, isDefault }: Version) => ({ value: id, label: isDefault ? `${id}, default` : id });
  return (
    <Panel
      title="Document"
      fact={plural(versions.length, 'version')}
      end={
        <>
          {shown.isDefault ? <Badge tone="success">in force</Badge> : <Badge>not in force</Badge>}
          {shown.createdAt ? <Time at={shown.createdAt} /> : null}
        </>
      }
      flush
    >
      {versions.length > 1 ? (
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2 md:px-4">
          <Select
            aria-label="Version"
            value={shown.id}
            onChange={setShown}
            options={versions.map(option)}
            className="w-40"
          />
          <Select
            aria-label="Compare with"
            value={against?.id ?? 'none'}
            onChange={setAgainst}
            options={[
              { value: 'none', label: 'Compare with none' },
              ...versions
                .filter(({ id }) => id !== shown.id)
                .map((one) => ({ ...option(one), label: `Since ${one.id}` })),
            ]}
            className="w-48"
          />
        </div>
      ) : null}
      {against ? (
        <div className="p-3 md:p-4">
          <DiffView label={`${shown.id} against ${against.id}`} before={against.code} after={shown.code} />
        </div>
      ) : (
        <CodeBlock label={`Policy document ${shown.id}`} language="json" code={shown.code} />
      )}
    </Panel>
  );
}
