import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { iamAction } from '@/lib/aws/actions';
import { TELLING_ACTIONS } from '@/lib/trust/permissions/telling-actions';
import { evaluatePolicies } from '@/lib/trust/policy/evaluate';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { awsManagedPolicies } from '@/sandbox/iam/aws-managed';
import { MODEL_SERVICES } from '@/sandbox/wire/model-services';
import { SERVICE_DEFINITIONS } from '@/sandbox/wire/services';
import { requiredActions } from './registry';

const folder = fileURLToPath(new URL('../../../shared/fixtures/iam/managed-policies/', import.meta.url));
const fixtureSchema = z.looseObject({ document: z.unknown() });

/** Recorded documents of AWS's policies that the sandbox has one of its own for. */
const recorded = awsManagedPolicies().filter((policy) => existsSync(`${folder}${policy.name}.json`));
if (recorded.length === 0) console.warn('SKIPPED, AWS-managed policies against the recorded ones: no fixtures here');

function modelActions(prefix: string, operations: string[]): string[] {
  return operations.map((name) => (prefix === 's3' ? iamAction('s3', name) : `${prefix}:${name}`));
}

const actions = Object.entries(SERVICE_DEFINITIONS)
  .flatMap(([service, { actions: each }]) => Object.keys(each).map((action) => `${service}:${action}`))
  .concat(MODEL_SERVICES.flatMap(({ iamPrefix, operations }) => modelActions(iamPrefix, Object.keys(operations))))
  .concat(requiredActions())
  .concat(TELLING_ACTIONS.map(({ action }) => action))
  .concat('sts:AssumeRole', 'iam:PassRole', 'organizations:CreateAccount', 'iam:GenerateServiceLastAccessedDetails');

function decisions(document: unknown): Record<string, string> {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error('The policy cannot be read.');
  const identityPolicies = [{ name: 'p', policy: parsed.policy }];
  return Object.fromEntries(
    actions.map((action) => [action, evaluatePolicies({ action, resource: '*', identityPolicies }).decision]),
  );
}

describe.skipIf(recorded.length === 0)('AWS-managed policies', () => {
  it.each(recorded)('$name decides every emulated action as AWS’s own document does', (policy) => {
    const fixture: unknown = JSON.parse(readFileSync(`${folder}${policy.name}.json`, 'utf8'));
    const holder = fixtureSchema.safeParse(fixture);
    const document = holder.success && holder.data.document ? holder.data.document : fixture;
    expect(decisions(policy.versions[0]?.document)).toEqual(decisions(document));
  });

  it('are compared with several recorded ones', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(6);
  });
});
