import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { BlastRadius, ReachPolicyAnswer } from '@/lib/schemas/reach';
import { highestLevel, serviceReach } from '@/lib/trust/reach/services';
import { resourceRow } from '../inventory/get';
import { workspaceRead } from '../verb';
import { HOLDER, type Holder, type LoadedAsker, loadAskers } from './askers';
import { assumePaths, type Path } from './assumable';
import { reachableBy } from './reachable';

/** What a user or role may reach by its own policies: services, resources of its account, roles it may become. */
export const blastRadius = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ uid: idSchema }),
  async run(tx, { uid }, { workspaceId }): Promise<BlastRadius> {
    const row = await resourceRow(tx, workspaceId, uid);
    if (row.type !== 'AWS::IAM::User' && row.type !== 'AWS::IAM::Role') {
      throw new AppError(
        'invalid_request',
        `Only a user, a role or an access key has a reach, and ${row.name} is of type ${row.type}.`,
      );
    }
    return reachOf(tx, workspaceId, row, null);
  },
});

/** What whoever holds an access key may reach: all that its user may. */
export const accessKeyBlastRadius = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ uid: idSchema }),
  async run(tx, { uid }, { workspaceId }): Promise<BlastRadius> {
    const key = await resourceRow(tx, workspaceId, uid);
    if (key.type !== 'AWS::IAM::AccessKey') throw notFound('access key');
    const { userName = '', status = 'Unknown' } = key.attributes as { userName?: string; status?: string };
    const user = await tx.resource.findFirst({
      where: { workspaceId, accountId: key.accountId, type: 'AWS::IAM::User', name: userName },
      orderBy: [{ deletedAt: { sort: 'desc', nulls: 'first' } }, { firstSeenAt: 'desc' }],
      select: HOLDER,
    });
    if (!user) {
      throw new AppError(
        'invalid_request',
        `The user ${userName} of this key is not in the inventory, so its policies are not known. Run a scan of the account.`,
      );
    }
    return reachOf(tx, workspaceId, user, { uid: key.uid, accessKeyId: key.id, status });
  },
});

async function reachOf(
  tx: Transaction,
  workspaceId: string,
  row: Holder,
  key: BlastRadius['key'],
): Promise<BlastRadius> {
  const [self] = await loadAskers(tx, workspaceId, [row]);
  if (!self || !row.arn)
    throw new AppError('invalid_request', `${row.name} has no ARN in the inventory. Run a scan of the account.`);
  const services = serviceReach(self.asker.principal);
  const { paths, more } = await assumePaths(tx, workspaceId, self);
  const level = highestLevel(self.asker.principal, services);
  const reached = await reachableBy(tx, workspaceId, row, self.asker.principal);
  const { uid, type, name, arn, accountId } = row;
  return {
    subject: { uid, type, name, arn, accountId },
    key,
    level,
    policies: [...self.policies, ...pathPolicies(paths)],
    notKnown: notKnown(self, paths, reached.notJudged.length > 0),
    services,
    ...reached,
    roles: paths.map(roleOf),
    moreRoles: more,
  };
}

function roleOf({ loaded, steps, certain }: Path): BlastRadius['roles'][number] {
  const { uid, name, arn, accountId } = loaded.row;
  const services = serviceReach(loaded.asker.principal);
  return {
    uid,
    name,
    arn: arn ?? '',
    accountId,
    verdict: certain ? 'allowed' : 'conditional',
    depends: [...new Set(steps.flatMap(({ decision }) => decision.depends))].sort(),
    level: highestLevel(loaded.asker.principal, services),
    path: steps.map(({ role, decision }) => ({
      uid: role.uid,
      name: role.name,
      trust: decision.trust === null ? null : { policy: trustId(role.uid), statement: decision.trust },
      by: decision.by,
    })),
  };
}

const trustId = (uid: string) => `trust:${uid}`;

/** The trust policies that the paths go through, and the policies of roles on the way, as evidence. */
function pathPolicies(paths: readonly Path[]): ReachPolicyAnswer[] {
  const used = new Set(
    paths.flatMap(({ steps }) => steps.flatMap(({ decision }) => (decision.by ? [decision.by.policy] : []))),
  );
  return paths.flatMap(({ loaded: { row, trust, policies } }) => [
    {
      id: trustId(row.uid),
      name: `Trust policy of ${row.name}`,
      source: 'trust' as const,
      holder: row.name,
      arn: row.arn,
      uid: row.uid,
      known: 'document' as const,
      document: trust,
    },
    ...policies.filter(({ id }) => used.has(id)),
  ]);
}

/** What this answer cannot say, in sentences: nothing here may be taken for an upper bound without them. */
function notKnown({ policies }: LoadedAsker, paths: readonly Path[], leftTypes: boolean): string[] {
  const missing = policies.filter(({ known, source }) => known === 'not_known' && source !== 'boundary');
  const summed = policies.filter(({ known }) => known === 'summary');
  const roles = paths.filter(({ loaded }) =>
    loaded.policies.some(({ known, source }) => known === 'not_known' && source !== 'boundary'),
  );
  return [
    ...missing.map(({ name }) => `What ${name} allows is not known: its document is not in the inventory.`),
    ...summed.map(({ name }) => `${name} is AWS’s own; of it Mooring knows what it asks for here, not every action.`),
    ...(policies.some(({ known, source }) => known === 'not_known' && source === 'boundary')
      ? ['The permissions boundary is not known, so everything depends on it.']
      : []),
    ...(roles.length > 0 ? [`Policies of ${roles.length} of the roles are not all known.`] : []),
    'Service control policies, resource policies (of buckets, keys and queues) and session policies are not looked at.',
    'Resources of other accounts are not counted, except the roles that can be assumed there.',
    ...(leftTypes ? ['Types that have no telling actions here are counted, not judged.'] : []),
  ];
}
