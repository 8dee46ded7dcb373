import { expect, test } from 'vitest';
import {
  defaultScannerRoleName,
  discoveryUrl,
  parseSubject,
  roleSessionName,
  subjectOf,
  workspaceIssuerUrl,
} from './names';

const ids = {
  workspaceId: '01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f',
  integrationId: '01937f2c-7d4e-7a3b-9c1d-0a1bdeadbeef',
};

test('names of an integration', () => {
  expect(subjectOf(ids)).toBe(`workspace:${ids.workspaceId}:integration:${ids.integrationId}`);
  expect(parseSubject(subjectOf(ids))).toEqual(ids);
  expect(roleSessionName(ids.integrationId)).toBe('mooring-deadbeef');
  expect(defaultScannerRoleName(ids.integrationId)).toBe('mooring-scanner-deadbeef');
});

test.each([
  '',
  'workspace:*:integration:*',
  `${subjectOf(ids)} `,
  subjectOf(ids).toUpperCase(),
  'system:serviceaccount:a:b',
])('"%s" is no subject of ours', (text) => expect(parseSubject(text)).toBeNull());

test('an id that is no UUID never reaches a name', () => {
  expect(() => subjectOf({ ...ids, integrationId: '*' })).toThrow(/not a lower-case UUID/);
  expect(() => workspaceIssuerUrl('https://x', '../admin')).toThrow(/not a lower-case UUID/);
});

test('issuer URLs', () => {
  expect(workspaceIssuerUrl('https://x.example//', ids.workspaceId)).toBe(`https://x.example/oidc/${ids.workspaceId}`);
  expect(discoveryUrl('https://x.example/')).toBe('https://x.example/.well-known/openid-configuration');
});
