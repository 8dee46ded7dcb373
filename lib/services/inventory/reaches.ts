import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { arnName } from '@/lib/format/arn';
import type { WhoMayAssume } from '@/lib/schemas/inventory';
import { judgeAttachedPolicy } from '@/lib/trust/permissions/access-level';

type Reach = WhoMayAssume['reaches'][number];
type Attributes = {
  attachedManagedPolicies?: { policyArn: string; policyName: string }[];
  inlinePolicies?: { policyName: string; policyDocument: unknown }[];
  permissionsBoundaryArn?: string | null;
};
type Known = { uid: string; document: unknown };

/** What the policies of a user, group or role reach; a customer's own by the default version that was collected. */
export async function reachesOf(tx: Transaction, holder: ResourceRow): Promise<Reach[]> {
  const attributes = holder.attributes as Attributes;
  const attached = attributes.attachedManagedPolicies ?? [];
  const boundary = attributes.permissionsBoundaryArn ?? null;
  const arns = [...attached.map(({ policyArn }) => policyArn), ...(boundary ? [boundary] : [])];
  const known = await collected(tx, holder.workspaceId, arns);
  const managed = (arn: string, name: string, kind: Reach['kind']): Reach => {
    const found = known.get(arn);
    const { level, why } = judgeAttachedPolicy({ name, arn, ...(found ? { document: found.document } : {}) });
    return { arn, name, uid: found?.uid ?? null, kind, level, why };
  };
  return [
    ...attached.map(({ policyArn, policyName }) =>
      managed(policyArn, policyName, policyArn.includes(':iam::aws:') ? 'aws_managed' : 'customer_managed'),
    ),
    ...(attributes.inlinePolicies ?? []).map(({ policyName, policyDocument }): Reach => {
      const { level, why } = judgeAttachedPolicy({ name: policyName, document: policyDocument });
      return { arn: null, name: policyName, uid: null, kind: 'inline', level, why };
    }),
    ...(boundary ? [managed(boundary, arnName(boundary), 'boundary')] : []),
  ];
}

async function collected(tx: Transaction, workspaceId: string, arns: readonly string[]): Promise<Map<string, Known>> {
  const rows = await tx.resource.findMany({
    where: { workspaceId, arn: { in: [...arns] }, type: 'AWS::IAM::ManagedPolicy', deletedAt: null },
    select: { uid: true, arn: true, attributes: true },
  });
  return new Map(
    rows.map(({ uid, arn, attributes }) => {
      const { versions = [] } = attributes as { versions?: { isDefaultVersion: boolean; document: unknown }[] };
      return [arn ?? '', { uid, document: versions.find((version) => version.isDefaultVersion)?.document }];
    }),
  );
}
