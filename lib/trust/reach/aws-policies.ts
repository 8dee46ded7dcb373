import { parsePolicy } from '../policy/parse';
import type { Policy } from '../policy/types';

type Pattern = string | readonly string[];
type Known = { allow?: Pattern; allowAllBut?: readonly string[]; deny?: Pattern };

/** Reads that AWS's reading policies share, as far as the probes ask; SecurityAudit has more, ReadOnlyAccess most. */
const VIEW = [
  's3:ListBucket',
  'dynamodb:DescribeTable',
  'sqs:GetQueueAttributes',
  'ec2:Describe*',
  'rds:Describe*',
  'eks:DescribeCluster',
  'cloudformation:DescribeStacks',
  'route53:ListResourceRecordSets',
  'elasticloadbalancing:Describe*',
  'iam:List*',
] as const;
const AUDIT = [
  ...VIEW,
  's3:GetBucketPolicy',
  'secretsmanager:DescribeSecret',
  'kms:DescribeKey',
  'sns:GetTopicAttributes',
  'lambda:GetFunctionConfiguration',
  'ecr:DescribeImages',
  'cloudtrail:GetTrailStatus',
  'iam:Get*',
] as const;

const READ_CONTENT = [
  's3:GetObject',
  'dynamodb:GetItem',
  'dynamodb:Scan',
  'ssm:GetParameter',
  'sqs:ReceiveMessage',
  'lambda:GetFunction',
  'ec2:Get*',
  'ecr:BatchGetImage',
] as const;

/**
 * AWS's own policies that are met most, by ARN suffix, as far as the probes ask: accounts do not list them, so they are
 * not in the inventory. Held to the recorded documents in aws-policies.recorded.test.ts where there is one.
 */
const KNOWN: Readonly<Record<string, Known>> = {
  AdministratorAccess: { allow: '*' },
  PowerUserAccess: { allowAllBut: ['iam:*', 'organizations:*', 'account:*'] },
  AWSDenyAll: { deny: '*' },
  IAMFullAccess: { allow: 'iam:*' },
  AmazonS3FullAccess: { allow: ['s3:*', 's3-object-lambda:*'] },
  AmazonS3ReadOnlyAccess: { allow: ['s3:Get*', 's3:List*', 's3:Describe*'] },
  AmazonEC2FullAccess: { allow: ['ec2:*', 'elasticloadbalancing:*', 'cloudwatch:*', 'autoscaling:*'] },
  AmazonEC2ReadOnlyAccess: { allow: ['ec2:Describe*', 'elasticloadbalancing:Describe*'] },
  AmazonSQSFullAccess: { allow: 'sqs:*' },
  AmazonSNSFullAccess: { allow: 'sns:*' },
  IAMReadOnlyAccess: { allow: ['iam:Get*', 'iam:List*'] },
  ReadOnlyAccess: { allow: [...AUDIT, ...READ_CONTENT] },
  SecurityAudit: { allow: AUDIT },
  'job-function/ViewOnlyAccess': { allow: VIEW },
  AWSOrganizationsReadOnlyAccess: { allow: ['organizations:Describe*', 'organizations:List*'] },
};

/** What an AWS managed policy allows of what is asked here; null for one that is not known, and for a customer's. */
export function knownAwsPolicy(arn: string): Policy | null {
  const suffix = /^arn:aws[a-z0-9-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (suffix === undefined || !Object.hasOwn(KNOWN, suffix)) return null;
  const { allow, allowAllBut, deny } = KNOWN[suffix] ?? {};
  const statement = deny
    ? { Effect: 'Deny', Action: deny, Resource: '*' }
    : { Effect: 'Allow', ...(allowAllBut ? { NotAction: allowAllBut } : { Action: allow }), Resource: '*' };
  const parsed = parsePolicy(JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: [statement] })));
  return parsed.ok ? parsed.policy : null;
}
