import { CloudControlClient } from '@aws-sdk/client-cloudcontrol';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { cappedCollector } from './response-cap';

/** What every client of ours is made with. */
export type ClientConfig = {
  region: string;
  endpoint: string | undefined;
  credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  maxAttempts: number;
  retryMode: 'standard';
  requestHandler: NodeHttpHandler;
  streamCollector: ReturnType<typeof cappedCollector>;
  customUserAgent: string | undefined;
};

/** A client of each service Mooring calls; an explicit list. */
export const CLIENTS = {
  iam: (config: ClientConfig) => new IAMClient(config),
  sts: (config: ClientConfig) => new STSClient(config),
  organizations: (config: ClientConfig) => new OrganizationsClient(config),
  cloudformation: (config: ClientConfig) => new CloudFormationClient(config),
  cloudcontrol: (config: ClientConfig) => new CloudControlClient(config),
  cloudtrail: (config: ClientConfig) => new CloudTrailClient(config),
  dynamodb: (config: ClientConfig) => new DynamoDBClient(config),
  ec2: (config: ClientConfig) => new EC2Client(config),
  ecr: (config: ClientConfig) => new ECRClient(config),
  eks: (config: ClientConfig) => new EKSClient(config),
  elb: (config: ClientConfig) => new ElasticLoadBalancingClient(config),
  elbv2: (config: ClientConfig) => new ElasticLoadBalancingV2Client(config),
  kinesis: (config: ClientConfig) => new KinesisClient(config),
  kms: (config: ClientConfig) => new KMSClient(config),
  lambda: (config: ClientConfig) => new LambdaClient(config),
  rds: (config: ClientConfig) => new RDSClient(config),
  route53: (config: ClientConfig) => new Route53Client(config),
  // An endpoint of one's own rarely has a host name for each bucket.
  s3: (config: ClientConfig) => new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
  secretsmanager: (config: ClientConfig) => new SecretsManagerClient(config),
  sns: (config: ClientConfig) => new SNSClient(config),
  // An answer's queue URL is data, not a host to send the next request to.
  sqs: (config: ClientConfig) => new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
} as const;

export type ServiceClients = { readonly [Service in keyof typeof CLIENTS]: ReturnType<(typeof CLIENTS)[Service]> };
