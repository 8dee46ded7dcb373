import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { arnName } from '@/lib/format/arn';
import type { ReachPolicyAnswer } from '@/lib/schemas/reach';
import { parsePolicy } from '@/lib/trust/policy/parse';
import type { Policy } from '@/lib/trust/policy/types';
import { type Asker, identityKeys } from '@/lib/trust/reach/assume';
import { knownAwsPolicy } from '@/lib/trust/reach/aws-policies';
import { Principal, type ReachPolicy } from '@/lib/trust/reach/principal';

type Attributes = {
  attachedManagedPolicies?: { policyArn: string; policyName: string }[];
  inlinePolicies?: { policyName: string; policyDocument: unknown }[];
  permissionsBoundaryArn?: string | null;
  groups?: string[];
  assumeRolePolicyDocument?: unknown;
};
export type Holder = Pick<ResourceRow, 'uid' | 'type' | 'id' | 'name' | 'arn' | 'accountId' | 'tags'> & {
  attributes: unknown;
};

/** A user or role ready to be asked, with its policies as evidence. */
export type LoadedAsker = { row: Holder; asker: Asker; policies: ReachPolicyAnswer[]; trust: unknown };

export const attributesOf = (row: { attributes: unknown }) => row.attributes as Attributes;

/** Loads the policies of users and roles in three reads, however many: groups, then managed policies. */
export async function loadAskers(
  tx: Transaction,
  workspaceId: string,
  rows: readonly Holder[],
): Promise<LoadedAsker[]> {
  const groups = await groupsOf(tx, workspaceId, rows);
  const holders = [...rows, ...groups.values()];
  const arns = holders.flatMap((holder) => {
    const { attachedManagedPolicies = [], permissionsBoundaryArn } = attributesOf(holder);
    return [
      ...attachedManagedPolicies.map(({ policyArn }) => policyArn),
      ...(permissionsBoundaryArn ? [permissionsBoundaryArn] : []),
    ];
  });
  const documents = await managedDocuments(tx, workspaceId, [...new Set(arns)]);
  return rows.flatMap((row) => {
    if (!row.arn) return [];
    const own = attributesOf(row);
    const members = (own.groups ?? []).flatMap((name) => groups.get(`${row.accountId} ${name}`) ?? []);
    const missing = (own.groups ?? []).filter((name) => !groups.has(`${row.accountId} ${name}`));
    const held = [row, ...members].flatMap((holder) => heldBy(holder, documents));
    const lost = missing.map((name) => ({
      ...unknownPolicy(`group:${name}`, name),
      answer: { ...unknownPolicy(`group:${name}`, name).answer, name: `policies of the group ${name}` },
    }));
    const boundaryArn = own.permissionsBoundaryArn ?? null;
    const boundary = boundaryArn ? managed(boundaryArn, arnName(boundaryArn), row.name, documents, 'boundary') : null;
    return [assemble(row, row.arn, [...held, ...lost], boundary)];
  });
}

type Held = { answer: ReachPolicyAnswer; policy: Policy | null };

function assemble(row: Holder, arn: string, held: Held[], boundary: Held | null): LoadedAsker {
  const kind = row.type === 'AWS::IAM::User' ? 'user' : 'role';
  const { accountId, id, name } = row;
  const who = identityKeys({ arn, accountId, kind, id, name }, row.tags as Record<string, string>);
  const ready = ({ answer, policy }: Held): ReachPolicy[] => (policy ? [{ id: answer.id, policy }] : []);
  const principal = new Principal({
    identity: held.flatMap(ready),
    boundary: boundary ? (ready(boundary)[0] ?? 'not known') : null,
    ...who,
  });
  const session = `arn:${arn.split(':')[1]}:sts::${accountId}:assumed-role/${name}/session`;
  const caller: Asker['caller'] =
    kind === 'user' ? { kind, accountId, arn } : { kind: 'assumedRole', accountId, roleArn: arn, sessionArn: session };
  return {
    row,
    asker: { caller, principal, ...who },
    policies: [...held, ...(boundary ? [boundary] : [])].map(({ answer }) => answer),
    trust: attributesOf(row).assumeRolePolicyDocument ?? null,
  };
}

function heldBy(holder: Holder, documents: Documents): Held[] {
  const { attachedManagedPolicies = [], inlinePolicies = [] } = attributesOf(holder);
  return [
    ...inlinePolicies.map(({ policyName, policyDocument }): Held => {
      const policy = parsed(policyDocument);
      const id = `inline:${holder.uid}:${policyName}`;
      const known = policy ? 'document' : 'not_known';
      return {
        answer: {
          id,
          name: policyName,
          source: 'inline',
          holder: holder.name,
          arn: null,
          uid: null,
          known,
          document: policyDocument,
        },
        policy,
      };
    }),
    ...attachedManagedPolicies.map(({ policyArn, policyName }) =>
      managed(policyArn, policyName, holder.name, documents, 'managed'),
    ),
  ];
}

function managed(
  arn: string,
  name: string,
  holder: string,
  documents: Documents,
  source: 'managed' | 'boundary',
): Held {
  const found = documents.get(arn);
  const policy = found ? parsed(found.document) : knownAwsPolicy(arn);
  const known = found && policy ? 'document' : policy ? 'summary' : 'not_known';
  const id = `${source}:${holder}:${arn}`;
  return {
    answer: { id, name, source, holder, arn, uid: found?.uid ?? null, known, document: found?.document ?? null },
    policy,
  };
}

function unknownPolicy(id: string, holder: string): Held {
  return {
    answer: { id, name: holder, source: 'managed', holder, arn: null, uid: null, known: 'not_known', document: null },
    policy: null,
  };
}

function parsed(document: unknown): Policy | null {
  const result = parsePolicy(typeof document === 'object' || typeof document === 'string' ? document : null);
  return result.ok ? result.policy : null;
}

async function groupsOf(tx: Transaction, workspaceId: string, rows: readonly Holder[]): Promise<Map<string, Holder>> {
  const names = [...new Set(rows.flatMap((row) => attributesOf(row).groups ?? []))];
  if (names.length === 0) return new Map();
  const accounts = [...new Set(rows.map(({ accountId }) => accountId))];
  const found = await tx.resource.findMany({
    where: { workspaceId, type: 'AWS::IAM::Group', name: { in: names }, accountId: { in: accounts }, deletedAt: null },
    select: HOLDER,
  });
  return new Map(found.map((group) => [`${group.accountId} ${group.name}`, group]));
}

export const HOLDER = {
  uid: true,
  type: true,
  id: true,
  name: true,
  arn: true,
  accountId: true,
  tags: true,
  attributes: true,
} as const;

type Documents = Map<string, { uid: string; document: unknown }>;

/** Customers' managed policies by ARN: the default version. AWS's own are no account's resources. */
async function managedDocuments(tx: Transaction, workspaceId: string, arns: string[]): Promise<Documents> {
  if (arns.length === 0) return new Map();
  const rows = await tx.resource.findMany({
    where: { workspaceId, arn: { in: arns }, type: 'AWS::IAM::ManagedPolicy', deletedAt: null },
    select: { uid: true, arn: true, attributes: true },
  });
  return new Map(
    rows.map(({ uid, arn, attributes }) => {
      const { versions = [] } = attributes as { versions?: { isDefaultVersion: boolean; document: unknown }[] };
      return [arn ?? '', { uid, document: versions.find((version) => version.isDefaultVersion)?.document ?? null }];
    }),
  );
}
