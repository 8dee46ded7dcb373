import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { coveredCollectors, requiredActions } from '@/lib/collectors/registry';
import type { CollectorService } from '@/lib/schemas/collector-service';
import type { Verification, VerificationStep, VerificationStepKey } from '@/lib/schemas/verification';
import { supplementPolicy } from '@/lib/terraform/supplement';
import type { AccountName } from '@/sandbox/testing/sandbox';
import type { WorkspaceContext } from '../../context';
import { createIntegration } from '../../integrations/create';
import { updateIntegration } from '../../integrations/update';
import { getVerification } from '../get';
import { runVerification } from '../run';
import { startVerification } from '../start';
import type { SandboxInstall } from './sandbox-install';

export const AUDITING = ['SecurityAudit', 'job-function/ViewOnlyAccess'].map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);
/** What a trust policy of an integration has to name. */
export type Named = { provider: string; issuer: string; subject: string; workspaceId: string; accountId: string };
export type Statement = Record<string, unknown>;

/** The statement that the files make: one subject, one audience. */
export function pinned({ provider, issuer, subject }: Named): Statement {
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: 'mooring', [`${issuer}:sub`]: subject } },
  };
}

export const policyOf = (...statements: Statement[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

type RoleWish = {
  account?: AccountName;
  trust?: (named: Named) => Statement[];
  policies?: string[];
  clientIds?: string[];
  provider?: boolean;
  /** All when left out. */
  services?: CollectorService[];
  /** As the files make it for the set with AWS's two; without it, they are all the role has. */
  supplement?: boolean;
};

/** A workspace with a drafted integration and its role, made in the sandbox by the account's administrator. */
export async function scannerRole(m: SandboxInstall, wish: RoleWish = {}) {
  const { account = 'payments-prod', trust = (named: Named) => [pinned(named)], policies = AUDITING } = wish;
  const workspaceId = await m.workspace();
  const context = m.as(await m.member(workspaceId, 'editor'), workspaceId, 'editor');
  const drafted = await createIntegration(context, {
    name: 'payments',
    options: { permissionSet: 'security_audit', ...(wish.services ? { services: wish.services } : {}) },
  });
  const { issuerUrl, subject, roleName } = drafted;
  if (!issuerUrl || !subject || !roleName) throw new Error('The draft has nothing for AWS to compare.');
  const { iam } = m.aws.admin(account);
  const accountId = m.aws.account(account).id;
  const issuer = issuerUrl.replace('https://', '');
  const named: Named = {
    provider: `arn:aws:iam::${accountId}:oidc-provider/${issuer}`,
    issuer,
    subject,
    workspaceId,
    accountId,
  };
  if (wish.provider ?? true) {
    const ClientIDList = wish.clientIds ?? ['mooring'];
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuerUrl, ClientIDList }));
  }
  await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: policyOf(...trust(named)) }));
  for (const PolicyArn of policies) await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn }));
  const supplement = supplementPolicy(requiredActions(coveredCollectors(wish.services)));
  if (supplement && (wish.supplement ?? policies.length > 0)) {
    const PolicyDocument = JSON.stringify(supplement);
    await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: 'mooring-supplement', PolicyDocument }));
  }
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
  const { id, version } = drafted;
  const integration = await updateIntegration(context, { integrationId: id, version, roleArn });
  return {
    context,
    integration,
    workspaceId,
    roleName,
    roleArn,
    named,
    iam,
    owner: async () => m.as(await m.member(workspaceId, 'owner'), workspaceId, 'owner'),
    verify: (options: VerifyOptions = {}) => verify(m, context, id, options),
    retrust: (document: string) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: document })),
  };
}

export type ScannerRole = Awaited<ReturnType<typeof scannerRole>>;
type VerifyOptions = { trustPolicy?: string; signal?: AbortSignal };

/** Starts a verification as the wizard does and runs it as the worker does. */
export async function verify(
  m: Pick<SandboxInstall, 'deps'>,
  context: WorkspaceContext,
  integrationId: string,
  { trustPolicy, signal = AbortSignal.timeout(20_000) }: VerifyOptions = {},
) {
  const { verification } = await startVerification(context, { integrationId, ...(trustPolicy ? { trustPolicy } : {}) });
  await runVerification(m.deps, context.workspaceId, verification.id, signal);
  return readable(await getVerification(context, { verificationId: verification.id }));
}

/** A verification with its steps by key. */
export function readable(verification: Verification) {
  const states = Object.fromEntries(verification.steps.map(({ key, state }) => [key, state]));
  const step = (key: VerificationStepKey): VerificationStep => {
    const found = verification.steps.find((one) => one.key === key);
    if (!found) throw new Error(`No step ${key}.`);
    return found;
  };
  return { ...verification, states, step };
}
