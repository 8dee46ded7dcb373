import { ListPublicKeys$, type ListPublicKeysRequest, type ListPublicKeysResponse } from '@aws-sdk/client-cloudtrail';
import { digestKeyOf } from '../delivery/digest-keys';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';

/** The keys that digests of this region were signed with; valid at any moment of the time asked for. */
export const publicKeyOperations = {
  ListPublicKeys: modelRead<ListPublicKeysRequest, ListPublicKeysResponse>(ListPublicKeys$, {
    ask: () => '*',
    handle: async (call, { StartTime, EndTime }) => {
      const from = StartTime?.getTime() ?? call.now;
      const until = EndTime?.getTime() ?? call.now;
      if (from > until) {
        throw new AwsError('InvalidTimeRangeException', 'The start time must not be after the end time.');
      }
      await digestKeyOf(call.world, call.region);
      return {
        PublicKeyList: call.world.digestKeys
          .filter((key) => key.region === call.region && key.validFrom <= until && key.validUntil >= from)
          .map((key) => ({
            Value: Buffer.from(key.publicKey, 'base64'),
            ValidityStartTime: new Date(key.validFrom),
            ValidityEndTime: new Date(key.validUntil),
            Fingerprint: key.fingerprint,
          })),
      };
    },
  }),
};
