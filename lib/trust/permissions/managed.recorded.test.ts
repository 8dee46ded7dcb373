import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import { judgeAttachedPolicy } from './access-level';
import { TELLING_ACTIONS } from './telling-actions';

const FOLDER = fileURLToPath(new URL('../../../../shared/fixtures/iam/managed-policies/', import.meta.url));

/** The document of an AWS managed policy as fetched; the file holds it bare or under `document`. */
function read(name: string): unknown {
  const value: unknown = JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8'));
  return typeof value === 'object' && value !== null && 'document' in value ? value.document : value;
}

function tellingAllowed(name: string) {
  const parsed = parsePolicy(read(name), 'identity');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const identityPolicies = [{ name, policy: parsed.policy }];
  return TELLING_ACTIONS.filter(
    ({ action }) => evaluatePolicies({ action, resource: '*', identityPolicies }).decision === 'allowed',
  );
}

describe.skipIf(!existsSync(FOLDER))("AWS's managed policies", () => {
  it.each(['SecurityAudit', 'ViewOnlyAccess'])(
    'no telling action is allowed by %s, the default of the wizard',
    (name) => {
      expect(tellingAllowed(name)).toEqual([]);
    },
  );

  it('ReadOnlyAccess allows reading content, and nothing that changes anything', () => {
    const allowed = tellingAllowed('ReadOnlyAccess');
    expect(allowed.map(({ action }) => action)).toContain('s3:GetObject');
    expect(new Set(allowed.map(({ level }) => level))).toEqual(new Set(['secrets']));
  });

  it.each([
    ['ViewOnlyAccess', 'metadata'],
    ['AWSOrganizationsReadOnlyAccess', 'metadata'],
    ['SecurityAudit', 'data'],
    ['AmazonS3FullAccess', 'permissions'],
    ['IAMFullAccess', 'permissions'],
    ['AWSDenyAll', 'none'],
  ])('a copy of %s is judged by its document: %s', (name, level) => {
    expect(judgeAttachedPolicy({ name: 'copy', document: read(name) }).level).toBe(level);
  });
});
