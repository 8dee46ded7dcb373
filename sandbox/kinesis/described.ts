import type { Account } from '../store/account';
import { isOpen } from './reshard';
import { shardsOf, streamArn, streamsOf } from './types';

/** An account's streams of a region as the schema of AWS::Kinesis::Stream has them, for Cloud Control. */
export const describedStreams = ({ account, region }: { account: Account; region: string }) =>
  streamsOf(account, region)
    .list()
    .map(({ name, mode, retentionHours, keyId, tags }) => ({
      identifier: name,
      properties: {
        Name: name,
        Arn: streamArn(region, account.id, name),
        RetentionPeriodHours: retentionHours,
        StreamModeDetails: { StreamMode: mode },
        ShardCount: shardsOf(account, region, name).list().filter(isOpen).length,
        ...(keyId ? { StreamEncryption: { EncryptionType: 'KMS', KeyId: keyId } } : {}),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    }));
