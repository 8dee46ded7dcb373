/** What an action does to a resource, from least to most. `data` reads content, `permissions` decides who else may. */
export const REACH_LEVELS = ['metadata', 'data', 'write', 'permissions'] as const;
export type ReachLevel = (typeof REACH_LEVELS)[number];

/** `children`: what lies in it (`<arn>/*`, objects). `all`: AWS takes no resource for it, so only `*` allows it. */
export type ProbeTarget = 'self' | 'children' | 'all';

export type Probe = {
  action: string;
  level: ReachLevel;
  on: ProbeTarget;
  /** Why it lets somebody become more than they are. */
  escalates?: string;
  /** On the principal itself it is no more than it has: its own key, its own password. */
  notSelf?: true;
  /** Only together with one of these: a role is passed to a service that somebody must make run. */
  needs?: readonly string[];
};

const of =
  (level: ReachLevel) =>
  (on: ProbeTarget, ...actions: string[]): Probe[] =>
    actions.map((action) => ({ action, level, on }));
const metadata = of('metadata');
const data = of('data');
const write = of('write');
const permissions = of('permissions');
const raises = (action: string, escalates: string, more: Partial<Probe> = {}): Probe => ({
  action,
  level: 'permissions',
  on: 'self',
  escalates,
  ...more,
});

const RUNS_A_ROLE = [
  'lambda:CreateFunction',
  'ec2:RunInstances',
  'cloudformation:CreateStack',
  'ecs:RunTask',
  'glue:CreateJob',
  'codebuild:CreateProject',
  'sagemaker:CreateNotebookInstance',
  'datapipeline:CreatePipeline',
  'lambda:UpdateFunctionConfiguration',
] as const;

/**
 * What is asked of each resource, by type: few actions that tell, not all there are. Own choice from the service
 * authorization reference (which resource an action takes) and from the known ways to raise one's permissions in IAM.
 */
export const PROBES: Readonly<Record<string, readonly Probe[]>> = {
  'AWS::S3::Bucket': [
    ...metadata('self', 's3:ListBucket', 's3:GetBucketPolicy'),
    ...data('children', 's3:GetObject'),
    ...write('children', 's3:PutObject', 's3:DeleteObject'),
    ...write('self', 's3:DeleteBucket'),
    ...permissions('self', 's3:PutBucketPolicy', 's3:PutBucketPublicAccessBlock'),
  ],
  'AWS::DynamoDB::Table': [
    ...metadata('self', 'dynamodb:DescribeTable'),
    ...data('self', 'dynamodb:GetItem', 'dynamodb:Scan'),
    ...write('self', 'dynamodb:PutItem', 'dynamodb:DeleteTable'),
    ...permissions('self', 'dynamodb:PutResourcePolicy'),
  ],
  'AWS::SecretsManager::Secret': [
    ...metadata('self', 'secretsmanager:DescribeSecret'),
    ...data('self', 'secretsmanager:GetSecretValue'),
    ...write('self', 'secretsmanager:PutSecretValue', 'secretsmanager:DeleteSecret'),
    ...permissions('self', 'secretsmanager:PutResourcePolicy'),
  ],
  'AWS::SSM::Parameter': [...data('self', 'ssm:GetParameter'), ...write('self', 'ssm:PutParameter')],
  'AWS::KMS::Key': [
    ...metadata('self', 'kms:DescribeKey'),
    ...data('self', 'kms:Decrypt'),
    ...write('self', 'kms:Encrypt', 'kms:ScheduleKeyDeletion'),
    ...permissions('self', 'kms:PutKeyPolicy', 'kms:CreateGrant'),
  ],
  'AWS::SQS::Queue': [
    ...metadata('self', 'sqs:GetQueueAttributes'),
    ...data('self', 'sqs:ReceiveMessage'),
    ...write('self', 'sqs:SendMessage', 'sqs:PurgeQueue'),
    ...permissions('self', 'sqs:AddPermission'),
  ],
  'AWS::SNS::Topic': [
    ...metadata('self', 'sns:GetTopicAttributes'),
    ...data('self', 'sns:Subscribe'),
    ...write('self', 'sns:Publish', 'sns:DeleteTopic'),
    ...permissions('self', 'sns:AddPermission'),
  ],
  'AWS::Lambda::Function': [
    ...metadata('self', 'lambda:GetFunctionConfiguration'),
    ...data('self', 'lambda:GetFunction'),
    ...write('self', 'lambda:InvokeFunction', 'lambda:DeleteFunction'),
    raises(
      'lambda:UpdateFunctionCode',
      'It can replace the code of a function, which runs with the role of that function.',
    ),
    ...permissions('self', 'lambda:AddPermission'),
  ],
  'AWS::EC2::Instance': [
    ...metadata('all', 'ec2:DescribeInstances'),
    ...data('self', 'ec2:GetPasswordData', 'ec2:GetConsoleOutput'),
    ...write('self', 'ec2:StopInstances', 'ec2:TerminateInstances'),
    raises('ssm:SendCommand', 'It can run commands on a server, with the role of that server.', { level: 'write' }),
    raises('ssm:StartSession', 'It can open a shell on a server, with the role of that server.', { level: 'write' }),
    raises(
      'ec2:ModifyInstanceAttribute',
      'It can change what a server runs when it starts, with the role of that server.',
      {
        level: 'write',
      },
    ),
  ],
  'AWS::EC2::Volume': [
    ...metadata('all', 'ec2:DescribeVolumes'),
    ...data('self', 'ec2:CreateSnapshot'),
    ...write('self', 'ec2:DeleteVolume', 'ec2:DetachVolume'),
  ],
  'AWS::EC2::Snapshot': [
    ...metadata('all', 'ec2:DescribeSnapshots'),
    ...data('self', 'ec2:CreateVolume'),
    ...write('self', 'ec2:DeleteSnapshot'),
    ...permissions('self', 'ec2:ModifySnapshotAttribute'),
  ],
  'AWS::EC2::SecurityGroup': [
    ...metadata('all', 'ec2:DescribeSecurityGroups'),
    ...write('self', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:DeleteSecurityGroup'),
  ],
  'AWS::EC2::VPC': [...metadata('all', 'ec2:DescribeVpcs'), ...write('self', 'ec2:DeleteVpc')],
  'AWS::EC2::Subnet': [...metadata('all', 'ec2:DescribeSubnets'), ...write('self', 'ec2:DeleteSubnet')],
  'AWS::EC2::RouteTable': [
    ...metadata('all', 'ec2:DescribeRouteTables'),
    ...write('self', 'ec2:CreateRoute', 'ec2:DeleteRouteTable'),
  ],
  'AWS::RDS::DBInstance': [
    ...metadata('self', 'rds:DescribeDBInstances'),
    ...data('self', 'rds:CreateDBSnapshot'),
    ...write('self', 'rds:ModifyDBInstance', 'rds:DeleteDBInstance'),
  ],
  'AWS::RDS::DBCluster': [
    ...metadata('self', 'rds:DescribeDBClusters'),
    ...data('self', 'rds:CreateDBClusterSnapshot'),
    ...write('self', 'rds:ModifyDBCluster', 'rds:DeleteDBCluster'),
  ],
  'AWS::ECR::Repository': [
    ...metadata('self', 'ecr:DescribeImages'),
    ...data('self', 'ecr:BatchGetImage'),
    ...write('self', 'ecr:PutImage', 'ecr:DeleteRepository'),
    ...permissions('self', 'ecr:SetRepositoryPolicy'),
  ],
  'AWS::EKS::Cluster': [
    ...metadata('self', 'eks:DescribeCluster'),
    ...write('self', 'eks:UpdateClusterConfig', 'eks:DeleteCluster'),
    raises('eks:CreateAccessEntry', 'It can make itself an administrator of a cluster, and of what runs there.'),
  ],
  'AWS::CloudFormation::Stack': [
    ...metadata('self', 'cloudformation:DescribeStacks'),
    raises('cloudformation:UpdateStack', 'It can change a stack, which is done with the role of that stack.', {
      level: 'write',
    }),
    ...write('self', 'cloudformation:DeleteStack'),
  ],
  'AWS::CloudTrail::Trail': [
    ...metadata('self', 'cloudtrail:GetTrailStatus'),
    ...write('self', 'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail'),
  ],
  'AWS::Route53::HostedZone': [
    ...metadata('self', 'route53:ListResourceRecordSets'),
    ...write('self', 'route53:ChangeResourceRecordSets', 'route53:DeleteHostedZone'),
  ],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [
    ...metadata('all', 'elasticloadbalancing:DescribeLoadBalancers'),
    ...write('self', 'elasticloadbalancing:CreateListener', 'elasticloadbalancing:DeleteLoadBalancer'),
  ],
  'AWS::IAM::User': [
    ...metadata('self', 'iam:GetUser'),
    ...write('self', 'iam:DeleteUser', 'iam:DeleteAccessKey'),
    raises('iam:CreateAccessKey', 'It can make a key of another user and be that user.', { notSelf: true }),
    raises('iam:CreateLoginProfile', 'It can give another user a console password and sign in as that user.', {
      notSelf: true,
    }),
    raises('iam:UpdateLoginProfile', 'It can change the console password of another user and sign in as that user.', {
      notSelf: true,
    }),
    raises('iam:PutUserPolicy', 'It can write permissions straight into a user.'),
    raises('iam:AttachUserPolicy', 'It can attach any managed policy to a user.'),
    raises('iam:DeleteUserPermissionsBoundary', 'It can take the limit off a user.'),
  ],
  'AWS::IAM::Group': [
    ...metadata('self', 'iam:GetGroup'),
    raises('iam:AddUserToGroup', 'It can put a user, itself included, into a group.'),
    raises('iam:PutGroupPolicy', 'It can write permissions straight into a group.'),
    raises('iam:AttachGroupPolicy', 'It can attach any managed policy to a group.'),
    ...write('self', 'iam:DeleteGroup'),
  ],
  'AWS::IAM::Role': [
    ...metadata('self', 'iam:GetRole'),
    ...write('self', 'iam:DeleteRole'),
    raises('iam:UpdateAssumeRolePolicy', 'It can let itself into a role by changing who may assume it.'),
    raises('iam:PutRolePolicy', 'It can write permissions straight into a role.'),
    raises('iam:AttachRolePolicy', 'It can attach any managed policy to a role.'),
    raises('iam:DeleteRolePermissionsBoundary', 'It can take the limit off a role.'),
    raises('iam:PassRole', 'It can hand a role to a service that runs what it says.', { needs: RUNS_A_ROLE }),
  ],
  'AWS::IAM::ManagedPolicy': [
    ...metadata('self', 'iam:GetPolicyVersion'),
    ...write('self', 'iam:DeletePolicy'),
    raises('iam:CreatePolicyVersion', 'It can replace the content of a policy that is in use.'),
    raises('iam:SetDefaultPolicyVersion', 'It can bring back an older, wider version of a policy.'),
  ],
  'AWS::IAM::OIDCProvider': [
    ...metadata('self', 'iam:GetOpenIDConnectProvider'),
    ...permissions('self', 'iam:AddClientIDToOpenIDConnectProvider'),
  ],
  'AWS::IAM::SAMLProvider': [raises('iam:UpdateSAMLProvider', 'It can replace the directory that signs people in.')],
  'AWS::IAM::InstanceProfile': [
    raises('iam:AddRoleToInstanceProfile', 'It can give a server another role.', { needs: ['iam:PassRole'] }),
  ],
  'AWS::CodeBuild::Project': [
    raises('codebuild:StartBuild', 'It can run a build of its own with the role of a project.', { level: 'write' }),
  ],
};

/** The probes that say how a principal becomes more, each with its type. */
export const ESCALATIONS: readonly (Probe & { type: string; escalates: string })[] = Object.entries(PROBES).flatMap(
  ([type, probes]) =>
    probes.flatMap((probe) => (probe.escalates === undefined ? [] : [{ ...probe, type, escalates: probe.escalates }])),
);
