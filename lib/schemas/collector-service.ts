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

/** As people call them; Cloud Control reads what has no collector of its own. */
export const SERVICE_TITLES = {
  iam: 'IAM',
  organizations: 'Organizations',
  s3: 'S3',
  ec2: 'EC2 and VPC',
  elasticloadbalancing: 'Elastic Load Balancing',
  route53: 'Route 53',
  lambda: 'Lambda',
  rds: 'RDS',
  dynamodb: 'DynamoDB',
  kms: 'KMS',
  sqs: 'SQS',
  sns: 'SNS',
  eks: 'EKS',
  ecr: 'ECR',
  secretsmanager: 'Secrets Manager',
  cloudtrail: 'CloudTrail',
  cloudcontrol: 'Further types, by Cloud Control',
} as const satisfies Record<CollectorService, string>;
