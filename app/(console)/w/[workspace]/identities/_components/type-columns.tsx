import { LastUsed, mfaWords, Password, sessionWord } from '@/components/resource/iam-facts';
import { isObject, list, objects, text } from '@/components/resource/json';
import { trustPrincipals } from '@/components/resource/trust-principals';
import { typeLook } from '@/components/resource/types';
import type { Column } from '@/components/table/types';
import { Time } from '@/components/ui/time';
import { count } from '@/lib/format/number';
import type { ResourceSummary } from '@/lib/schemas/inventory';
import type { TabId } from './tabs';

type C = Column<ResourceSummary>;

const attributes = (resource: ResourceSummary) => resource.attributes ?? {};
const volatile = (resource: ResourceSummary) => resource.volatile ?? {};
const incoming = (kind: string) => (resource: ResourceSummary) => count(resource.incoming?.[kind] ?? 0);

const policies: C = {
  id: 'policies',
  header: 'Policies',
  kind: 'number',
  width: '7%',
  text: (resource) =>
    `${list(attributes(resource).attachedManagedPolicies).length} managed, ${list(attributes(resource).inlinePolicies).length} inline`,
  cell: (resource) =>
    count(list(attributes(resource).attachedManagedPolicies).length + list(attributes(resource).inlinePolicies).length),
};

/** What matters of each kind, in the order one asks. */
export const COLUMNS_OF = {
  users: [
    {
      id: 'password',
      header: 'Console password',
      width: '17%',
      cell: (user) => <Password volatile={volatile(user)} />,
    },
    {
      id: 'mfa',
      header: 'MFA',
      width: '9%',
      text: (user) => mfaWords({ attributes: attributes(user), volatile: volatile(user) }),
      cell: (user) => mfaWords({ attributes: attributes(user), volatile: volatile(user) }).split(',')[0],
    },
    { id: 'keys', header: 'Keys', kind: 'number', width: '6%', cell: incoming('belongsTo') },
    {
      id: 'groups',
      header: 'Groups',
      width: '13%',
      text: (user) => list(attributes(user).groups).join(', ') || 'none',
      cell: (user) => list(attributes(user).groups).join(', ') || 'none',
    },
    policies,
  ],
  groups: [
    { id: 'members', header: 'Members', kind: 'number', width: '8%', cell: incoming('memberOf') },
    policies,
    {
      id: 'attached',
      header: 'Attached',
      width: '32%',
      text: (group) => attachedNames(group),
      cell: (group) => attachedNames(group),
    },
  ],
  roles: [
    {
      id: 'trust',
      header: 'Trusts',
      width: '27%',
      text: (role) => trusts(role).join(', ') || 'nobody',
      cell: (role) => {
        const [first, ...more] = trusts(role);
        return first === undefined ? 'nobody' : `${first}${more.length > 0 ? `, +${more.length}` : ''}`;
      },
    },
    { id: 'used', header: 'Last used', width: '15%', cell: (role) => <LastUsed volatile={volatile(role)} /> },
    {
      id: 'session',
      header: 'Session',
      kind: 'number',
      width: '8%',
      cell: (role) => sessionWord(attributes(role).maxSessionDuration) ?? '—',
    },
    policies,
  ],
  policies: [
    {
      id: 'attachments',
      header: 'Attached to',
      kind: 'number',
      width: '9%',
      cell: (policy) => {
        const { attachmentCount } = volatile(policy);
        return typeof attachmentCount === 'number' ? count(attachmentCount) : '—';
      },
    },
    {
      id: 'versions',
      header: 'Versions',
      kind: 'number',
      width: '8%',
      cell: (policy) => count(list(attributes(policy).versions).length),
    },
    {
      id: 'default',
      header: 'In force',
      width: '16%',
      cell: (policy) => {
        const current = objects(attributes(policy).versions).find((one) => one.isDefaultVersion === true);
        const created = current && text(current.createDate);
        return (
          <>
            {text(attributes(policy).defaultVersionId) ?? 'not known'}
            {created ? (
              <>
                , <Time at={created} />
              </>
            ) : null}
          </>
        );
      },
    },
    {
      id: 'description',
      header: 'Description',
      width: '24%',
      text: (policy) => text(attributes(policy).description) ?? 'none',
      cell: (policy) => text(attributes(policy).description) ?? 'none',
    },
  ],
  providers: [
    { id: 'kind', header: 'Kind', width: '14%', cell: ({ type }) => typeLook(type).noun },
    {
      id: 'clients',
      header: 'Client ids',
      kind: 'mono',
      width: '24%',
      text: (provider) => clients(provider),
      cell: (provider) => clients(provider),
    },
    { id: 'roles', header: 'Roles', kind: 'number', width: '7%', cell: incoming('federatedBy') },
  ],
} as const satisfies Record<TabId, readonly C[]>;

const trusts = (role: ResourceSummary) => trustPrincipals(attributes(role).assumeRolePolicyDocument);

function attachedNames(resource: ResourceSummary): string {
  const names = objects(attributes(resource).attachedManagedPolicies).map((policy) => text(policy.policyName) ?? '');
  return names.join(', ') || 'none';
}

function clients(provider: ResourceSummary): string {
  const own = attributes(provider);
  if (provider.type === 'AWS::IAM::SAMLProvider') return text(own.entityId) ?? 'none';
  return isObject(own) ? list(own.clientIdList).join(', ') || 'none' : 'none';
}
