import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConditionKeys } from '../policy/conditions';
import { parsePolicy } from '../policy/parse';
import type { Policy } from '../policy/types';
import { knownAwsPolicy } from './aws-policies';
import { decide } from './decide';
import { arnSet } from './patterns';
import { Principal } from './principal';
import { PROBES } from './probes';

const FOLDER = fileURLToPath(new URL('../../../../shared/fixtures/iam/managed-policies/', import.meta.url));
const ACTIONS = Object.values(PROBES).flatMap((probes) => probes.map(({ action }) => action));

function verdicts(policy: Policy): string[] {
  const keys = new ConditionKeys({});
  const principal = new Principal({ identity: [{ id: 'p', policy }], boundary: null, keys, isKnown: () => false });
  return ACTIONS.map((action) => `${action} ${decide(principal, action, arnSet('*')).verdict}`);
}

function recorded(name: string): Policy {
  const value: unknown = JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8'));
  const document = typeof value === 'object' && value !== null && 'document' in value ? value.document : value;
  const parsed = parsePolicy(document, 'identity');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

describe.skipIf(!existsSync(FOLDER))("AWS's policies as the probes see them", () => {
  it.each([
    ['AWSDenyAll', 'AWSDenyAll'],
    ['AmazonS3FullAccess', 'AmazonS3FullAccess'],
    ['AmazonEC2FullAccess', 'AmazonEC2FullAccess'],
    ['IAMFullAccess', 'IAMFullAccess'],
    ['ReadOnlyAccess', 'ReadOnlyAccess'],
    ['SecurityAudit', 'SecurityAudit'],
    ['ViewOnlyAccess', 'job-function/ViewOnlyAccess'],
    ['AWSOrganizationsReadOnlyAccess', 'AWSOrganizationsReadOnlyAccess'],
  ])('%s is as recorded', (file, suffix) => {
    const own = knownAwsPolicy(`arn:aws:iam::aws:policy/${suffix}`);
    expect(own && verdicts(own)).toEqual(verdicts(recorded(file)));
  });
});
