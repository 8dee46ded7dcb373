import type { Account } from '../store/account';
import { uniqueId } from '../store/ids';
import type { World } from '../store/world';

export const ADMIN_USER = 'sandbox-admin';

/** The four accounts of the small world, with the fixed keys that scripts, Terraform and the CLI begin with. */
export const ACCOUNTS = [
  {
    id: '120458963014',
    name: 'northquay-management',
    email: 'aws+management@northquay.example',
    accessKeyId: 'AKIASANDBOXNORTHQUAY',
    secretAccessKey: 'sandbox/only/northquay/management/000001',
  },
  {
    id: '339712905844',
    name: 'payments-prod',
    email: 'aws+payments@northquay.example',
    accessKeyId: 'AKIASANDBOXPAYMENTSP',
    secretAccessKey: 'sandbox/only/northquay/payments/prod/002',
  },
  {
    id: '730335184422',
    name: 'data-lake',
    email: 'aws+data@northquay.example',
    accessKeyId: 'AKIASANDBOXDATALAKE7',
    secretAccessKey: 'sandbox/only/northquay/data/lake/0000003',
  },
  {
    id: '586209417733',
    name: 'staging',
    email: 'aws+staging@northquay.example',
    accessKeyId: 'AKIASANDBOXSTAGINGQ5',
    secretAccessKey: 'sandbox/only/northquay/staging/00000004x',
  },
] as const;

/** The user behind an account's bootstrap key: an administrator, older than everything else in the account. */
export function addAdminUser(
  world: World,
  account: Account,
  key: { accessKeyId: string; secretAccessKey: string },
  createdAt: number,
): void {
  account.users.load(ADMIN_USER, {
    name: ADMIN_USER,
    path: '/',
    id: uniqueId(world.random, 'AIDA'),
    arn: account.iamArn('user', '/', ADMIN_USER),
    createdAt,
    inlinePolicies: [],
    attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    tags: [{ key: 'purpose', value: 'mooring-sandbox-bootstrap' }],
    boundary: undefined,
    groups: [],
    loginProfile: undefined,
    passwordLastUsed: undefined,
    mfaDevices: [],
    accessKeys: [
      {
        id: key.accessKeyId,
        secret: key.secretAccessKey,
        status: 'Active',
        createdAt,
        changedAt: createdAt,
        lastUsed: undefined,
      },
    ],
  });
}

/** A fixed bootstrap key for a generated account: derived from its id, so that scripts need not look it up. */
export function bootstrapKeyOf(accountId: string): { accessKeyId: string; secretAccessKey: string } {
  const letters = BigInt(accountId)
    .toString(32)
    .toUpperCase()
    .replace(/[0189]/g, (digit) => 'WXYZ'.charAt('0189'.indexOf(digit)));
  return {
    accessKeyId: `AKIASANDBOX${letters.padStart(9, 'Q').slice(-9)}`,
    secretAccessKey: `sandbox/only/generated/${accountId}`.padEnd(40, 'x'),
  };
}
