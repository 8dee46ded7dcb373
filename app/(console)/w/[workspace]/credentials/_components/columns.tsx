import { Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Fragment } from 'react';
import { RETRIEVER_WORDS } from '@/components/integration/retrievers';
import type { Column, NarrowRow } from '@/components/table/types';
import { Arn } from '@/components/ui/arn';
import { IconButton } from '@/components/ui/icon-button';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Credential } from '@/lib/schemas/credential';

const SHOWN = 2;

export function credentialColumns(
  workspace: string,
  onRemove?: (credential: Credential) => void,
): Column<Credential>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '18%',
      text: ({ name }) => name,
      cell: ({ name }) => <b className="font-medium">{name}</b>,
    },
    {
      id: 'retriever',
      header: 'Retriever',
      width: '18%',
      text: ({ retriever }) => RETRIEVER_WORDS[retriever].text,
      cell: ({ retriever }) => RETRIEVER_WORDS[retriever].title,
    },
    {
      id: 'identity',
      header: 'Stands on',
      width: '19%',
      text: (row) => standsOn(row),
      cell: (row) => standsOn(row),
    },
    {
      id: 'chain',
      header: 'Then assumes',
      width: '18%',
      cell: ({ roleChain: [first, ...rest] }) =>
        first ? (
          <span className="flex items-center gap-1.5">
            <Arn arn={first.roleArn} />
            {rest.length > 0 ? <span className="shrink-0">and {rest.length} more</span> : null}
          </span>
        ) : (
          'none'
        ),
    },
    { id: 'used', header: 'Used by', width: '17%', cell: (row) => <UsedBy workspace={workspace} credential={row} /> },
    { id: 'made', header: 'Made', width: '10%', cell: ({ createdAt }) => <Time at={createdAt} /> },
    ...(onRemove
      ? [
          {
            id: 'remove',
            header: 'Remove',
            kind: 'fit' as const,
            cell: (row: Credential) => (
              <IconButton
                label={`Remove ${row.name}`}
                icon={Trash2}
                size="xs"
                disabledReason={
                  row.integrations.length > 0 &&
                  `used by ${row.integrations.map(({ name }) => name).join(', ')}; remove that first`
                }
                onClick={() => onRemove(row)}
              />
            ),
          },
        ]
      : []),
  ];
}

function standsOn({ retriever, hostIdentity, serviceAccount }: Credential): string {
  if (serviceAccount) return `${serviceAccount.namespace}/${serviceAccount.name}, for ${serviceAccount.audience}`;
  if (hostIdentity) return `host identity ${hostIdentity.name}`;
  return retriever === 'mooring_issuer' ? 'this workspace’s issuer' : 'nothing: no longer granted';
}

function UsedBy({ workspace, credential }: { workspace: string; credential: Credential }) {
  const { integrations } = credential;
  if (integrations.length === 0) return 'nothing';
  return (
    <>
      {integrations.slice(0, SHOWN).map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 ? ', ' : null}
          <Link href={paths.integration(workspace, id)} className="hover:underline">
            {name}
          </Link>
        </Fragment>
      ))}
      {integrations.length > SHOWN ? ` and ${integrations.length - SHOWN} more` : null}
    </>
  );
}

export function narrowCredential(row: Credential): NarrowRow {
  return {
    title: row.name,
    meta: row.integrations.length > 0 ? `used by ${plural(row.integrations.length, 'integration')}` : 'not used',
    detail: `${RETRIEVER_WORDS[row.retriever].title}, ${standsOn(row)}`,
  };
}
