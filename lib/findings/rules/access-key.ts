import { KEY_LIMIT_DAYS } from '@/lib/inventory/age-buckets';
import type { FixStep } from '@/lib/schemas/finding';
import { cli } from '../commands';
import { isObject, textOf } from '../json';
import type { Facts, Judged, Rule } from '../types';

const DAY_MS = 86_400_000;
/** A key that nobody used for this long after it was made was made for nothing. */
export const UNUSED_DAYS = 30;
const LONG_DAYS = 365;

type Key = { ageDays: number; user: string; admin: boolean; use: 'used' | 'never' | 'unknown'; usedAt: string | null };

/** An active key with a known date; null for one that is off. `unknown` without status or date. */
function keyOf({ accountId, attributes, volatile, createdAt }: Judged, facts: Facts): Key | null | 'unknown' {
  const status = textOf(attributes.status);
  const made = textOf(attributes.createDate) ?? createdAt;
  if (status === null || made === null) return 'unknown';
  if (status !== 'Active') return null;
  const { lastUsed } = volatile;
  const user = textOf(attributes.userName) ?? '';
  return {
    ageDays: Math.floor((facts.now - Date.parse(made)) / DAY_MS),
    user,
    admin: facts.administrators.has(`${accountId}/${user}`),
    use: lastUsed === undefined ? 'unknown' : lastUsed === null ? 'never' : 'used',
    usedAt: isObject(lastUsed) ? textOf(lastUsed.date) : null,
  };
}

/** Ages grow by themselves, so evidence holds dates: it stays the same until something really changes. */
const factsOf = (resource: Judged, key: Key) => [
  { term: 'User', value: key.user },
  ...(key.admin ? [{ term: 'Rights', value: 'administrator' }] : []),
  { term: 'Created', value: textOf(resource.attributes.createDate) ?? resource.createdAt ?? '' },
  { term: 'Status', value: 'Active' },
  { term: 'Last used', value: key.usedAt ?? (key.use === 'never' ? 'never' : 'not known') },
];

const remove = (resource: Judged, first: string): FixStep[] => {
  const words = ['--user-name', textOf(resource.attributes.userName) ?? '', '--access-key-id', resource.id];
  return [
    cli(first, resource, ['iam', 'update-access-key', ...words, '--status', 'Inactive']),
    cli('When nothing has complained for a week, delete it.', resource, ['iam', 'delete-access-key', ...words]),
  ];
};

const CALLS = ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'];

export const accessKeyOld: Rule = {
  id: 'access-key-old',
  version: 1,
  title: `Access key older than ${KEY_LIMIT_DAYS} days`,
  types: ['AWS::IAM::AccessKey'],
  why: 'A key does not expire. The older it is, the more files, laptops, build systems and former colleagues have had it, and whoever has it acts as its user from anywhere.',
  holds: `An active key was created ${KEY_LIMIT_DAYS} days ago or earlier and has been used, or its use could not be read. Worse after a year, worst when its user has administrator rights.`,
  judge(resource, facts) {
    const key = keyOf(resource, facts);
    if (key === null || key === 'unknown') return key;
    // The other rule tells of keys that were never used: their way out is shorter.
    if (key.ageDays < KEY_LIMIT_DAYS || key.use === 'never') return null;
    const year = key.ageDays >= LONG_DAYS;
    return {
      severity: key.admin ? 'critical' : year ? 'high' : 'medium',
      evidence: {
        text: `The active key ${resource.id} of ${key.user} is older than ${year ? 'a year' : `${KEY_LIMIT_DAYS} days`}${key.admin ? ', and its user has administrator rights' : ''}.`,
        facts: factsOf(resource, key),
        lines: [],
        calls: CALLS,
      },
    };
  },
  fix: (resource) => [
    {
      text: 'Let what uses the key assume a role instead: an instance profile, a pod identity, or web identity in CI.',
    },
    cli('See which service used it last, and where.', resource, [
      'iam',
      'get-access-key-last-used',
      '--access-key-id',
      resource.id,
    ]),
    ...remove(resource, 'Switch the key off; it can be switched on again at once.'),
  ],
};

export const accessKeyNeverUsed: Rule = {
  id: 'access-key-never-used',
  version: 1,
  title: 'Access key that was never used',
  types: ['AWS::IAM::AccessKey'],
  why: 'Nothing needs this key, and still it opens the account to whoever finds it.',
  holds: `An active key was created ${UNUSED_DAYS} days ago or earlier, and AWS says that it was never used. Worst when its user has administrator rights.`,
  judge(resource, facts) {
    const key = keyOf(resource, facts);
    if (key === null || key === 'unknown') return key;
    if (key.use === 'unknown') return 'unknown';
    if (key.use === 'used' || key.ageDays < UNUSED_DAYS) return null;
    return {
      severity: key.admin ? 'critical' : 'medium',
      evidence: {
        text: `The active key ${resource.id} of ${key.user} was never used${key.admin ? ', and its user has administrator rights' : ''}.`,
        facts: factsOf(resource, key),
        lines: [],
        calls: CALLS,
      },
    };
  },
  fix: (resource) => remove(resource, 'Switch the key off. Nothing has used it, so nothing stops.'),
};
