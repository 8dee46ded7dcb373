import { cli, terraform } from '../commands';
import { textOf } from '../json';
import type { Judged, Judgement, Rule } from '../types';

const words = (resource: Judged, noun: string, fact: { term: string; value: string }[], call: string): Judgement => {
  const { encrypted } = resource.attributes;
  if (typeof encrypted !== 'boolean') return 'unknown';
  if (encrypted) return null;
  return {
    severity: 'medium',
    evidence: {
      text: `The ${noun} ${resource.id} is not encrypted.`,
      facts: [{ term: 'Encrypted', value: 'no' }, ...fact],
      lines: [{ path: 'attributes.encrypted', value: false }],
      calls: [call],
    },
  };
};

const size = (value: unknown) => (typeof value === 'number' ? [{ term: 'Size', value: `${value} GiB` }] : []);
const WHY =
  'Whoever gets at a copy of the disk (a snapshot shared by mistake, a role that may make volumes) reads it, with no key that could be withheld.';

const BY_DEFAULT = terraform('So that it does not happen again, encrypt by default in this region.', [
  'resource "aws_ebs_encryption_by_default" "this" {',
  '  enabled = true',
  '}',
]);

export const volumeUnencrypted: Rule = {
  id: 'volume-unencrypted',
  version: 1,
  title: 'Volume that is not encrypted',
  types: ['AWS::EC2::Volume'],
  why: WHY,
  holds: 'EC2 says that the volume is not encrypted.',
  judge: (resource) =>
    words(
      resource,
      'volume',
      [
        ...size(resource.attributes.size),
        ...(textOf(resource.attributes.state) ? [{ term: 'State', value: String(resource.attributes.state) }] : []),
      ],
      'ec2:DescribeVolumes',
    ),
  fix: (resource) => [
    { text: 'A volume cannot be encrypted where it is: make an encrypted copy and put it in its place.' },
    cli('Take a snapshot. Stop what writes to the volume first.', resource, [
      'ec2',
      'create-snapshot',
      '--volume-id',
      resource.id,
      '--description',
      `Before encrypting ${resource.id}`,
    ]),
    cli('Make an encrypted volume of it, with the id that the first command printed.', resource, [
      'ec2',
      'create-volume',
      '--snapshot-id',
      'SNAPSHOT_ID',
      '--encrypted',
      '--availability-zone',
      textOf(resource.attributes.availabilityZone) ?? 'AVAILABILITY_ZONE',
    ]),
    { text: 'Attach it in place of the old one, check that it works, then delete the old volume and the snapshot.' },
    BY_DEFAULT,
  ],
};

export const snapshotUnencrypted: Rule = {
  id: 'snapshot-unencrypted',
  version: 1,
  title: 'Snapshot that is not encrypted',
  types: ['AWS::EC2::Snapshot'],
  why: WHY,
  holds: 'EC2 says that the snapshot is not encrypted.',
  judge: (resource) => words(resource, 'snapshot', size(resource.attributes.volumeSize), 'ec2:DescribeSnapshots'),
  fix: (resource) => [
    cli('Copy it with encryption; AWS waits for nothing, so check that the copy is completed.', resource, [
      'ec2',
      'copy-snapshot',
      '--source-region',
      resource.region,
      '--source-snapshot-id',
      resource.id,
      '--encrypted',
    ]),
    cli('Then delete the original. An image that is made of it has to be deregistered first.', resource, [
      'ec2',
      'delete-snapshot',
      '--snapshot-id',
      resource.id,
    ]),
    BY_DEFAULT,
  ],
};
