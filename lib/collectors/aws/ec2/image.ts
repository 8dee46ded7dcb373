import { DescribeImagesCommand, type Image } from '@aws-sdk/client-ec2';
import { nothing } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge } from './values';

const TYPE = 'AWS::EC2::Image';

/** Images the account owns, deprecated and disabled ones included. */
export const imageCollector: Collector<Image> = {
  service: 'ec2',
  type: TYPE,
  title: 'Machine image (AMI)',
  scope: 'regional',
  actions: ['ec2:DescribeImages'],
  enrichingActions: [],
  readActions: [],
  ...describing<Image>({
    idOf: (image) => image.ImageId,
    idFilter: 'image-id',
    isGone: ({ State }) => State === 'deregistered',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(
            new DescribeImagesCommand({
              Owners: ['self'],
              IncludeDeprecated: true,
              IncludeDisabled: true,
              Filters,
              NextToken,
              MaxResults: 1000,
            }),
            options,
          ),
        (page) => page.Images,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.ImageId,
      arn: ec2Arn(env, 'image', raw.ImageId ?? '', ''),
      name: raw.Name,
      tags: raw.Tags,
      attributes: ec2Attributes(raw, {
        omit: ['LastLaunchedTime', 'ScanResults', 'FreeTierEligible'],
        sort: ['BlockDeviceMappings', 'ProductCodes'],
      }),
      volatile: { lastLaunchedTime: raw.LastLaunchedTime ?? null },
      relationships: [
        ...(raw.BlockDeviceMappings ?? []).map(({ Ebs }) => edge('uses', 'AWS::EC2::Snapshot', Ebs?.SnapshotId)),
        edge('restoredFrom', 'AWS::EC2::Instance', raw.SourceInstanceId),
        edge(
          'restoredFrom',
          TYPE,
          !raw.SourceImageRegion || raw.SourceImageRegion === env.region ? raw.SourceImageId : undefined,
        ),
      ],
      createdAt: raw.CreationDate ? new Date(raw.CreationDate) : undefined,
    }),
  events: [
    ...ec2Events(ids({ answers: ['imageId'] }), {
      creates: ['CreateImage', 'RegisterImage', 'CopyImage', 'CreateRestoreImageTask'],
    }),
    // The image comes when the task is done, of which there is no event.
    ...ec2Events(nothing, { creates: ['ImportImage'] }),
    ...ec2Events(ids({ asks: ['imageId'] }), {
      creates: ['RestoreImageFromRecycleBin'],
      updates: [
        'ModifyImageAttribute',
        'ResetImageAttribute',
        'EnableImage',
        'DisableImage',
        'EnableImageDeprecation',
        'DisableImageDeprecation',
        'EnableImageDeregistrationProtection',
        'DisableImageDeregistrationProtection',
      ],
      deletes: ['DeregisterImage'],
    }),
    ...taggingEvents('ami-'),
  ],
};
