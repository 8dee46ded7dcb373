/** What a scan makes one job of for each account, quick and telling ones first. */
export const COLLECTOR_SERVICES = [
  'iam',
  'organizations',
  's3',
  'ec2',
  'elasticloadbalancing',
  'route53',
  'lambda',
  'rds',
  'dynamodb',
  'kms',
  'sqs',
  'sns',
  'eks',
  'ecr',
  'secretsmanager',
  'cloudtrail',
  'cloudcontrol',
] as const;
export type CollectorService = (typeof COLLECTOR_SERVICES)[number];
