import { expect, test } from 'vitest';
import { paths } from './paths';

test('every URL of the console', () => {
  expect({
    home: paths.home(),
    signIn: paths.signIn('/w/1/inventory?q=a b'),
    setup: paths.setup('t/1'),
    account: paths.account(),
    install: paths.install(),
    apiDocs: paths.apiDocs(),
    overview: paths.overview('w1'),
    inventory: paths.inventory('w1', { type: ['AWS::IAM::Role', 'AWS::IAM::User'], q: 'a&b', tag: [] }),
    resource: paths.resource('w1', 'r1', 'history'),
    identities: paths.identities('w1', 'roles'),
    accessKeys: paths.accessKeys('w1', { used: 'never' }),
    integrations: paths.integrations('w1'),
    newIntegration: paths.newIntegration('w1'),
    connect: paths.connect('w1', 'i1', 'verify'),
    integration: paths.integration('w1', 'i1'),
    scan: paths.scan('w1', 's1'),
    scans: paths.scans('w1'),
    credentials: paths.credentials('w1'),
    security: paths.security('w1'),
    members: paths.members('w1'),
    apiTokens: paths.apiTokens('w1'),
    auditLog: paths.auditLog('w1'),
  }).toMatchInlineSnapshot(`
    {
      "accessKeys": "/w/w1/access-keys?used=never",
      "account": "/account",
      "apiDocs": "/docs/api",
      "apiTokens": "/w/w1/api-tokens",
      "auditLog": "/w/w1/audit-log",
      "connect": "/w/w1/integrations/i1/connect?step=verify",
      "credentials": "/w/w1/credentials",
      "home": "/",
      "identities": "/w/w1/identities?tab=roles",
      "install": "/install",
      "integration": "/w/w1/integrations/i1",
      "integrations": "/w/w1/integrations",
      "inventory": "/w/w1/inventory?type=AWS%3A%3AIAM%3A%3ARole%2CAWS%3A%3AIAM%3A%3AUser&q=a%26b",
      "members": "/w/w1/members",
      "newIntegration": "/w/w1/integrations/new",
      "overview": "/w/w1",
      "resource": "/w/w1/inventory/r1?tab=history",
      "scan": "/w/w1/scans/s1",
      "scans": "/w/w1/scans",
      "security": "/w/w1/security",
      "setup": "/setup?token=t%2F1",
      "signIn": "/sign-in?next=%2Fw%2F1%2Finventory%3Fq%3Da+b",
    }
  `);
});
