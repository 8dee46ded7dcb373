import type { AwsClients } from '@/lib/aws/clients';
import type { AwsSession } from '@/lib/federation/sts';
import type { Clause, Fact, Fix, VerificationStep, VerificationStepKey } from '@/lib/schemas/verification';
import type { CredentialPlan } from '@/lib/sensor/port';
import type { ServiceContext } from '../../context';
import type { IntegrationWithCredential } from '../../credentials/plan';

export type StepOutcome = {
  state: Exclude<VerificationStep['state'], 'pending' | 'running' | 'waiting'>;
  evidence: string;
  reason?: string;
  fix?: Fix;
  clauses?: Clause[];
  facts?: Fact[];
};

/** What earlier steps learned; a step that needs what is not there is skipped and says so. */
export type VerificationFacts = {
  roleArn: string | null;
  accountId: string | null;
  roleName: string | null;
  plan: CredentialPlan | null;
  claims: Readonly<Record<string, unknown>> | null;
  session: AwsSession | null;
  clients: AwsClients | null;
  callerArn: string | null;
  callerAccountId: string | null;
  trustPolicy: string | null;
  pastedTrustPolicy: string | null;
};

export type StepContext = Pick<ServiceContext, 'db' | 'install' | 'now'> & {
  integration: IntegrationWithCredential;
  facts: VerificationFacts;
  signal: AbortSignal;
  /** Shows that AWS is waited for, with what is known so far. */
  waiting(evidence: string): Promise<void>;
};

export type Step = { key: VerificationStepKey; run(context: StepContext): Promise<StepOutcome> };

export const skipped = (evidence: string): StepOutcome => ({ state: 'skipped', evidence });
export const passed = (evidence: string, facts: Fact[] = []): StepOutcome => ({ state: 'passed', evidence, facts });

/** A fix that is only words. */
export function advice(text: string): Fix {
  return { text, before: null, after: null, terraform: null, cli: null };
}

/** The ARN of the OIDC provider that the role's account must have for our issuer. */
export function providerArn(roleArn: string, issuerUrl: string): string {
  const [, partition = 'aws', , , accountId = ''] = roleArn.split(':');
  return `arn:${partition}:iam::${accountId}:oidc-provider/${issuerUrl.replace(/^https:\/\//, '')}`;
}
