import { aliasesOf, defaultKeyPolicy, keysOf } from '../../kms/types';
import type { Account } from '../../store/account';
import { uuid } from '../../store/ids';
import { regionRandom } from './maker';

const NAME = 'alias/aws/ebs';

/** ARN of the account's own key for EBS, `alias/aws/ebs`, which AWS makes at its first use. */
export function ebsKeyArn(account: Account, region: string, now: number): string {
  const keys = keysOf(account, region);
  const aliases = aliasesOf(account, region);
  const known = keys.get(aliases.get(NAME)?.keyId ?? '');
  if (known) return known.arn;
  const id = uuid(regionRandom(account.id, region, 7));
  const arn = `arn:aws:kms:${region}:${account.id}:key/${id}`;
  keys.load(id, {
    id,
    arn,
    createdAt: now,
    description: 'Default key that protects my EBS volumes when no other key is defined',
    manager: 'AWS',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    multiRegion: false,
    policy: defaultKeyPolicy(account.id),
    rotation: { enabled: true, days: 365 },
    tags: [],
  });
  aliases.load(NAME, { name: NAME, keyId: id, createdAt: now, updatedAt: now });
  return arn;
}
