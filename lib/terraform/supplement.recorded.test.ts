import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { probeResourceOf } from '@/lib/aws/actions';
import { coveredCollectors, requiredActions } from '@/lib/collectors/registry';
import { evaluatePolicies } from '@/lib/trust/policy/evaluate';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { BEYOND_SECURITY_AUDIT, supplementPolicy } from './supplement';

const folder = fileURLToPath(new URL('../../../shared/fixtures/iam/managed-policies/', import.meta.url));
const recorded = existsSync(`${folder}SecurityAudit.json`);
if (!recorded) console.warn('SKIPPED, what SecurityAudit and ViewOnlyAccess lack: no recorded policies here');
const fixtureSchema = z.looseObject({ document: z.unknown() });

/** One of AWS's documents as it was recorded. */
function document(name: string): unknown {
  return fixtureSchema.parse(JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))).document;
}

/** Of `actions`, those that the documents together do not allow where they are needed. */
function denied(actions: readonly string[], ...documents: unknown[]): string[] {
  const identityPolicies = documents.map((one, index) => {
    const parsed = parsePolicy(one);
    if (!parsed.ok) throw new Error('The policy cannot be read.');
    return { name: String(index), policy: parsed.policy };
  });
  return actions.filter(
    (action) =>
      evaluatePolicies({ action, resource: probeResourceOf(action), identityPolicies }).decision !== 'allowed',
  );
}

describe.skipIf(!recorded)('the supplement to SecurityAudit and ViewOnlyAccess', () => {
  const both = () => [document('SecurityAudit'), document('ViewOnlyAccess')];

  it('is exactly what the collectors need and the two lack', () => {
    expect(denied(requiredActions(), ...both())).toEqual([...BEYOND_SECURITY_AUDIT].sort());
  });

  it('lets the role do all of it', () => {
    expect(denied(requiredActions(), ...both(), supplementPolicy(requiredActions()))).toEqual([]);
  });

  it('is not asked for by services that the two cover', () => {
    const actions = requiredActions(coveredCollectors(['iam', 's3', 'ec2']));
    expect(denied(actions, ...both())).toEqual([]);
    expect(supplementPolicy(actions)).toBeUndefined();
  });

  it('is not needed beside ReadOnlyAccess', () => {
    expect(denied(requiredActions(), document('ReadOnlyAccess'))).toEqual([]);
  });
});
