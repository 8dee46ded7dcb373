import { z } from 'zod';
import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { integrationOptionsSchema } from '@/lib/schemas/integration';
import type { WhoMayAssume } from '@/lib/schemas/inventory';
import { admittedSubjects } from '@/lib/trust/audit/admitted-subjects';
import type { AdmissionRisk, AuditContext, Ourselves } from '@/lib/trust/audit/types';
import { workspaceRead } from '../verb';
import { providerArn } from '../verifications/steps/step';
import { resourceRow } from './get';
import { reachesOf } from './reaches';

const RISK = {
  us: 'us',
  open: 'open',
  outsider: 'outsider',
  'known-account': 'known_account',
  'same-account': 'same_account',
  service: 'service',
} as const satisfies Record<AdmissionRisk, WhoMayAssume['admitted'][number]['risk']>;

/** Who may assume a role, by its trust policy as last seen, and what its policies reach. Roles only. */
export const whoMayAssume = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ uid: idSchema }),
  async run(tx, { uid }, { workspaceId }): Promise<WhoMayAssume> {
    const role = await resourceRow(tx, workspaceId, uid);
    if (role.type !== 'AWS::IAM::Role') {
      throw new AppError('invalid_request', `Only a role can be assumed, and ${role.name} is of type ${role.type}.`);
    }
    const { assumeRolePolicyDocument = null } = role.attributes as { assumeRolePolicyDocument?: unknown };
    const { entries, reasons } = admittedSubjects(assumeRolePolicyDocument, await auditContext(tx, role));
    const described = new Set(entries.map(({ description }) => description));
    return {
      admitted: entries.map(({ statementIndex, risk, isUs: _isUs, ...entry }) => ({
        ...entry,
        statement: statementIndex,
        risk: RISK[risk],
      })),
      problems: reasons.filter((reason) => !described.has(reason)),
      reaches: await reachesOf(tx, role),
    };
  },
});

/** What the workspace knows that the trust policy does not say: its own accounts, the providers' client ids, itself. */
export async function auditContext(tx: Transaction, role: ResourceRow): Promise<AuditContext> {
  const { workspaceId, accountId, arn } = role;
  const integrations = await tx.integration.findMany({ where: { workspaceId, accountId: { not: null } } });
  const providers = await tx.resource.findMany({
    where: { workspaceId, accountId, region: role.region, type: 'AWS::IAM::OIDCProvider', deletedAt: null },
    select: { arn: true, attributes: true },
  });
  const clientIds = providers.map(({ arn: provider, attributes }) => {
    const { clientIdList } = attributes as { clientIdList?: unknown };
    return [provider ?? '', Array.isArray(clientIdList) ? clientIdList.map(String) : []] as const;
  });
  const own = integrations.find(({ roleArn }) => roleArn !== null && roleArn === arn);
  const us = own && ourselves(own, arn ?? '');
  return {
    accountId,
    knownAccounts: integrations.map(({ accountId: id, name }) => ({ id: id ?? '', name })),
    clientIds: Object.fromEntries(clientIds),
    ...(us ? { us } : {}),
  };
}

type Own = { issuerUrl: string | null; subject: string | null; audience: string | null; options: unknown };

function ourselves(own: Own, roleArn: string): Ourselves | null {
  const { issuerUrl, subject, audience } = own;
  if (!issuerUrl || !subject || !audience) return null;
  const { existingProviderArn } = integrationOptionsSchema.parse(own.options);
  const provider = existingProviderArn ?? providerArn(roleArn, issuerUrl);
  return { flow: 'web-identity', providerArn: provider, subject, audience };
}
