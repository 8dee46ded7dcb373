import { DescribeInternetGatewaysCommand, type InternetGateway } from '@aws-sdk/client-ec2';
import { nothing } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge } from './values';

const TYPE = 'AWS::EC2::InternetGateway';

export const internetGatewayCollector: Collector<InternetGateway> = {
  service: 'ec2',
  type: TYPE,
  title: 'Internet gateway',
  scope: 'regional',
  actions: ['ec2:DescribeInternetGateways'],
  enrichingActions: [],
  readActions: [],
  ...describing<InternetGateway>({
    idOf: (gateway) => gateway.InternetGatewayId,
    idFilter: 'internet-gateway-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeInternetGatewaysCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.InternetGateways,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.InternetGatewayId,
      arn: ec2Arn(env, 'internet-gateway', raw.InternetGatewayId ?? '', raw.OwnerId),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { sort: ['Attachments'] }),
      relationships: (raw.Attachments ?? []).map(({ VpcId }) => edge('attached', 'AWS::EC2::VPC', VpcId)),
    }),
  events: [
    ...ec2Events(ids({ answers: ['internetGateway.internetGatewayId'] }), { creates: ['CreateInternetGateway'] }),
    ...ec2Events(ids({ asks: ['internetGatewayId'] }), {
      updates: ['AttachInternetGateway', 'DetachInternetGateway'],
      deletes: ['DeleteInternetGateway'],
    }),
    ...ec2Events(nothing, { creates: ['CreateDefaultVpc'] }),
    ...taggingEvents('igw-'),
  ],
};
