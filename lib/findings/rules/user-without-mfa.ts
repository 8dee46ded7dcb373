import { cli } from '../commands';
import type { Rule } from '../types';

export const userWithoutMfa: Rule = {
  id: 'user-without-mfa',
  version: 1,
  title: 'User with a console password and no MFA',
  types: ['AWS::IAM::User'],
  why: 'A password that was guessed, reused or given away to a false sign-in page is all it takes to act as this user.',
  holds: 'The credential report says that the user has a password and no MFA device, and no virtual device is listed.',
  judge({ name, attributes, volatile }) {
    const { passwordEnabled, mfaActive } = volatile;
    if (typeof passwordEnabled !== 'boolean' || typeof mfaActive !== 'boolean') return 'unknown';
    // The report may be four hours old; the list of virtual devices is of now.
    const devices = Array.isArray(attributes.virtualMfaDevices) ? attributes.virtualMfaDevices.length : 0;
    if (!passwordEnabled || mfaActive || devices > 0) return null;
    return {
      severity: 'high',
      evidence: {
        text: `${name} may sign in to the console with a password alone.`,
        facts: [
          { term: 'Password', value: 'enabled' },
          { term: 'MFA', value: 'not active' },
          { term: 'Password last used', value: String(volatile.passwordLastUsed ?? 'never, or not known') },
        ],
        lines: [],
        calls: ['iam:GetCredentialReport', 'iam:ListVirtualMFADevices'],
      },
    };
  },
  fix: (resource) => [
    {
      text: `Ask ${resource.name} to add a passkey or an authenticator app under Security credentials in the console.`,
    },
    cli('If nobody signs in with it, take the password away. Access keys and roles go on working.', resource, [
      'iam',
      'delete-login-profile',
      '--user-name',
      resource.name,
    ]),
    { text: 'Better: let people sign in through IAM Identity Center, where MFA is one setting for all.' },
  ],
};
