import Link from 'next/link';
import type { ReactNode } from 'react';
import { LastUsed, mfaWords, Password, sessionWord } from '@/components/resource/iam-facts';
import { isObject, list, text } from '@/components/resource/json';
import { KeyAge } from '@/components/resource/key-age';
import type { Definition } from '@/components/ui/definition-list';
import { linkClass } from '@/components/ui/link-class';
import { Time } from '@/components/ui/time';
import { count, plural } from '@/lib/format/number';
import { ageInDays } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { attributeWord } from './attribute-words';

type Fact = Definition & { /** Attributes it tells of, so that they are not told again. */ of: readonly string[] };

const NO_BOUNDARY = 'none';

/** What a type's attributes mean, in words; what no line speaks of follows under its own name. */
export function factsOf(resource: Resource, workspace: string): Definition[] {
  const own = [...(OWN[resource.type]?.(resource, workspace) ?? [])];
  const told = new Set(['createDate', ...DOCUMENTS, ...own.flatMap((fact) => fact.of)]);
  const others = Object.entries({ ...resource.volatile, ...resource.attributes })
    .filter(([key, value]) => !told.has(key) && !isObject(value))
    .map(
      ([key, value]): Definition => ({ term: attributeWord(key), value: plainValue(value), title: plainText(value) }),
    );
  const { awsCreatedAt, integration, id, arn } = resource;
  return [
    ...own.map(({ of: _, ...fact }) => fact),
    ...others,
    ...(id === arn ? [] : [{ term: 'Id', value: id, mono: true }]),
    ...(awsCreatedAt ? [{ term: 'Created', value: <Time at={awsCreatedAt} /> }] : []),
    {
      term: 'Read by',
      value: integration ? (
        <Link href={paths.integration(workspace, integration.id)} className={linkClass}>
          {integration.name}
        </Link>
      ) : (
        'no integration'
      ),
    },
  ];
}

/** Attributes that have panels of their own. */
const DOCUMENTS = ['assumeRolePolicyDocument', 'inlinePolicies', 'versions', 'attachedManagedPolicies'];

const policies = ({ attributes }: Resource): Fact => ({
  term: 'Policies',
  of: ['attachedManagedPolicies', 'inlinePolicies'],
  value: `${list(attributes.attachedManagedPolicies).length} managed, ${list(attributes.inlinePolicies).length} inline`,
});

const path = ({ attributes }: Resource): Fact => ({
  term: 'Path',
  of: ['path'],
  value: text(attributes.path) ?? '/',
  mono: true,
});

const boundary = ({ attributes }: Resource): Fact => {
  const arn = text(attributes.permissionsBoundaryArn);
  return { term: 'Boundary', of: ['permissionsBoundaryArn'], value: arn ?? NO_BOUNDARY, mono: arn !== null };
};

const OWN: Readonly<Record<string, (resource: Resource, workspace: string) => Fact[]>> = {
  'AWS::IAM::Role': (resource) => {
    const { attributes, volatile } = resource;
    const session = sessionWord(attributes.maxSessionDuration);
    return [
      path(resource),
      {
        term: 'Description',
        of: ['description'],
        wrap: true,
        value: 'description' in attributes ? (text(attributes.description) ?? 'none') : 'not known',
      },
      {
        term: 'Session',
        of: ['maxSessionDuration'],
        value: session ? `${session} at most` : 'not known',
      },
      boundary(resource),
      policies(resource),
      { term: 'Last used', of: ['lastUsed'], value: <LastUsed volatile={volatile} /> },
    ];
  },
  'AWS::IAM::User': (resource) => {
    const { attributes, volatile } = resource;
    const groups = list(attributes.groups);
    return [
      path(resource),
      {
        term: 'Console password',
        of: ['passwordEnabled', 'passwordLastUsed', 'passwordLastChanged'],
        value: <Password volatile={volatile} />,
      },
      { term: 'MFA', of: ['mfaActive', 'virtualMfaDevices'], value: mfaWords(resource) },
      { term: 'Groups', of: ['groups'], value: groups.length > 0 ? groups.join(', ') : 'none' },
      boundary(resource),
      policies(resource),
    ];
  },
  'AWS::IAM::Group': (resource) => [
    path(resource),
    policies(resource),
    {
      term: 'Members',
      of: [],
      value: count(resource.relationships.filter((one) => one.direction === 'in' && one.kind === 'memberOf').length),
    },
  ],
  'AWS::IAM::ManagedPolicy': (resource) => {
    const { attributes, volatile } = resource;
    return [
      path(resource),
      { term: 'Description', of: ['description'], wrap: true, value: text(attributes.description) ?? 'none' },
      { term: 'Default version', of: ['defaultVersionId'], value: text(attributes.defaultVersionId) ?? 'not known' },
      { term: 'Attached to', of: ['attachmentCount'], value: timesWord(volatile.attachmentCount) },
      {
        term: 'Boundary of',
        of: ['permissionsBoundaryUsageCount'],
        value: timesWord(volatile.permissionsBoundaryUsageCount),
      },
    ];
  },
  'AWS::IAM::AccessKey': ({ attributes, volatile, relationships, awsCreatedAt }, workspace) => [
    {
      term: 'Owner',
      of: ['userName'],
      value: <KeyOwner workspace={workspace} relationships={relationships} name={text(attributes.userName)} />,
    },
    { term: 'Status', of: ['status'], value: text(attributes.status)?.toLowerCase() ?? 'not known' },
    {
      term: 'Age',
      of: [],
      value: (
        <KeyAge
          ageDays={awsCreatedAt ? ageInDays(awsCreatedAt, Date.now()) : null}
          active={attributes.status === 'Active'}
        />
      ),
    },
    { term: 'Last used', of: ['lastUsed'], value: <LastUsed volatile={volatile} /> },
  ],
  'AWS::IAM::OIDCProvider': ({ attributes }) => [
    { term: 'URL', of: ['url'], value: text(attributes.url) ?? 'not known', mono: true, wrap: true },
    {
      term: 'Client ids',
      of: ['clientIdList'],
      value: list(attributes.clientIdList).join(', ') || 'none',
      mono: true,
      wrap: true,
    },
    {
      term: 'Thumbprints',
      of: ['thumbprintList'],
      value: list(attributes.thumbprintList).join(', ') || 'none',
      mono: true,
      wrap: true,
    },
  ],
};

function timesWord(value: unknown): string {
  return typeof value === 'number' ? (value === 0 ? 'nothing' : plural(value, 'identity', 'identities')) : 'not known';
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return value.every((one) => typeof one !== 'object')
      ? value.join(', ') || 'none'
      : plural(value.length, 'entry', 'entries');
  return typeof value === 'number' ? count(value) : String(value);
}

function plainValue(value: unknown): ReactNode {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? <Time at={value} /> : plainText(value);
}

type KeyOwnerProps = Pick<Resource, 'relationships'> & { workspace: string; name: string | null };

function KeyOwner({ workspace, relationships, name }: KeyOwnerProps) {
  const uid = relationships.find(({ direction, kind }) => direction === 'out' && kind === 'belongsTo')?.uid;
  if (!uid) return name ?? 'not known';
  return (
    <Link href={paths.resource(workspace, uid)} className={linkClass}>
      {name}
    </Link>
  );
}
