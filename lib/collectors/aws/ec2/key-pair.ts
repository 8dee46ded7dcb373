import { DescribeKeyPairsCommand, type KeyPairInfo } from '@aws-sdk/client-ec2';
import { firstOf, refFrom } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, names, taggingEvents } from './events';
import { describing } from './reads/describe';
import { wholeOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource } from './values';

const TYPE = 'AWS::EC2::KeyPair';

/** Key pairs for signing in to instances. AWS keeps no private part. */
export const keyPairCollector: Collector<KeyPairInfo> = {
  service: 'ec2',
  type: TYPE,
  title: 'Key pair',
  scope: 'regional',
  actions: ['ec2:DescribeKeyPairs'],
  enrichingActions: [],
  readActions: [],
  ...describing<KeyPairInfo>({
    idOf: (pair) => pair.KeyPairId,
    idFilter: 'key-pair-id',
    nameOf: (pair) => pair.KeyName,
    nameFilter: 'key-name',
    read: (ctx, Filters) =>
      wholeOf(
        ctx,
        async (ec2, options) => (await ec2.send(new DescribeKeyPairsCommand({ Filters }), options)).KeyPairs,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.KeyPairId,
      arn: ec2Arn(env, 'key-pair', raw.KeyName ?? ''),
      name: raw.KeyName,
      tags: raw.Tags,
      attributes: ec2Attributes(raw),
      createdAt: raw.CreateTime,
    }),
  // A pair never changes but by its tags.
  events: [
    ...ec2Events(
      firstOf(ids({ answers: ['keyPairId'] }), refFrom({ name: 'responseElements.keyName' }), names('keyName')),
      { creates: ['CreateKeyPair', 'ImportKeyPair'] },
    ),
    ...ec2Events(firstOf(ids({ asks: ['keyPairId'], answers: ['keyPairId'] }), names('keyName')), {
      deletes: ['DeleteKeyPair'],
    }),
    ...taggingEvents('key-'),
  ],
};
