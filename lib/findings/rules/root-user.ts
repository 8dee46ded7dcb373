import { numberOf } from '../json';
import type { Rule } from '../types';

export const rootUserExposed: Rule = {
  id: 'root-user-exposed',
  version: 1,
  title: 'Root user with an access key or without MFA',
  types: ['AWS::IAM::AccountSummary'],
  why: 'No policy of the account limits its root user: whoever gets in as root owns everything, billing and deletion included.',
  holds: 'The account summary counts an access key of the root user, or no MFA device for it.',
  judge({ accountId, attributes }) {
    const keys = numberOf(attributes.accountAccessKeysPresent);
    const mfa = numberOf(attributes.accountMFAEnabled);
    const exposed = { keys: keys !== null && keys > 0, mfa: mfa === 0 };
    if (!exposed.keys && !exposed.mfa) return keys === null || mfa === null ? 'unknown' : null;
    const what = [exposed.keys ? 'has an access key' : '', exposed.mfa ? 'has no second factor' : ''].filter(Boolean);
    return {
      severity: 'critical',
      evidence: {
        text: `The root user of ${accountId} ${what.join(' and ')}.`,
        facts: [
          { term: 'Access keys', value: keys === null ? 'not known' : exposed.keys ? 'present' : 'none' },
          { term: 'MFA', value: mfa === null ? 'not known' : exposed.mfa ? 'not active' : 'active' },
        ],
        lines: [],
        calls: ['iam:GetAccountSummary'],
      },
    };
  },
  fix: ({ accountId }) => [
    { text: `Sign in as the root user of ${accountId} and open Security credentials from the account menu.` },
    { text: 'Delete its access keys; nothing should run as root. Add at least two MFA devices, kept by two people.' },
    {
      text: 'In an organization, remove root credentials of member accounts from the management account (IAM, Root access management).',
    },
  ],
};
