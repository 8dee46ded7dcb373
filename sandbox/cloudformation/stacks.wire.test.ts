import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aSandbox, refusalOf, type TestSandbox } from '../testing/sandbox';

const TEMPLATE = `
Parameters:
  RoleName: {Type: String, Default: made-by-stack, AllowedPattern: "[a-z-]+"}
  WithPolicy: {Type: String, Default: "yes", AllowedValues: ["yes", "no"]}
Conditions:
  Policy: !Equals [!Ref WithPolicy, "yes"]
Resources:
  Extra:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: extra
      Roles: [!Ref Role]
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:Get*", Resource: "*"}]}
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Condition: Policy
    Properties:
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "sqs:Get*", Resource: !Sub "arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:*"}]}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
      ManagedPolicyArns: !If [Policy, [!Ref Managed], !Ref AWS::NoValue]
Outputs:
  Arn: {Value: !GetAtt Role.Arn}
`;

describe('stacks', () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await aSandbox();
  });
  afterAll(() => sandbox.close());
  const admin = () => sandbox.admin('staging');

  async function settled(StackName: string, client = admin().cloudFormation) {
    return vi.waitFor(
      async () => {
        const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
        const stack = Stacks?.[0];
        expect(stack?.StackStatus).not.toMatch(/_IN_PROGRESS$/);
        return stack;
      },
      { timeout: 60_000, interval: 20 },
    );
  }
  const create = (StackName: string, more: object = {}, client = admin().cloudFormation) =>
    client.send(
      new CreateStackCommand({ StackName, TemplateBody: TEMPLATE, Capabilities: ['CAPABILITY_NAMED_IAM'], ...more }),
    );
  const parameter = (ParameterKey: string, ParameterValue: string) => ({ ParameterKey, ParameterValue });

  it('are made in the order of their references, and unmade', async () => {
    const { StackId = '' } = await create('first');
    const stack = await settled('first');
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    expect(stack?.Outputs).toEqual([{ OutputKey: 'Arn', OutputValue: 'arn:aws:iam::586209417733:role/made-by-stack' }]);
    const { AttachedPolicies } = await admin().iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName: 'made-by-stack' }),
    );
    expect(AttachedPolicies?.[0]?.PolicyName).toMatch(/^first-Managed-[A-Z0-9]{12}$/);
    expect((await admin().iam.send(new ListRolePoliciesCommand({ RoleName: 'made-by-stack' }))).PolicyNames).toEqual([
      'extra',
    ]);
    expect(await refusalOf(create('first'))).toBe('AlreadyExistsException: Stack [first] already exists');
    await admin().cloudFormation.send(new DeleteStackCommand({ StackName: 'first' }));
    expect(await settled(StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    expect(await refusalOf(admin().iam.send(new GetRoleCommand({ RoleName: 'made-by-stack' })))).toMatch(
      /^NoSuchEntity/,
    );
  });

  it('are updated in place, replaced by name, and left alone when nothing changes', async () => {
    await create('second', { Parameters: [parameter('RoleName', 'second-role')] });
    await settled('second');
    const update = (...Parameters: object[]) =>
      admin().cloudFormation.send(
        new UpdateStackCommand({
          StackName: 'second',
          UsePreviousTemplate: true,
          Capabilities: ['CAPABILITY_NAMED_IAM'],
          Parameters,
        }),
      );
    const same = { ParameterKey: 'RoleName', UsePreviousValue: true };
    expect(await refusalOf(update(same))).toBe('ValidationError: No updates are to be performed.');
    const before = await admin().iam.send(new GetRoleCommand({ RoleName: 'second-role' }));
    await update(same, parameter('WithPolicy', 'no'));
    expect(await settled('second')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    const after = await admin().iam.send(new GetRoleCommand({ RoleName: 'second-role' }));
    expect(after.Role?.RoleId).toBe(before.Role?.RoleId);
    const { Policies } = await admin().iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    expect(Policies?.filter((each) => each.PolicyName?.startsWith('second-'))).toEqual([]);
    await update(parameter('RoleName', 'renamed-role'), parameter('WithPolicy', 'no'));
    expect(await settled('second')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    expect(await refusalOf(admin().iam.send(new GetRoleCommand({ RoleName: 'second-role' })))).toMatch(/^NoSuchEntity/);
    expect((await admin().iam.send(new ListRolePoliciesCommand({ RoleName: 'renamed-role' }))).PolicyNames).toEqual([
      'extra',
    ]);
    // staging-task exists outside the stack: the replacement fails and everything comes back.
    await update(parameter('RoleName', 'staging-task'), parameter('WithPolicy', 'yes'));
    expect(await settled('second')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect((await admin().iam.send(new ListRolePoliciesCommand({ RoleName: 'renamed-role' }))).PolicyNames).toEqual([
      'extra',
    ]);
    const { StackResources } = await admin().cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: 'second' }),
    );
    expect(StackResources?.map((each) => each.LogicalResourceId).sort()).toEqual(['Extra', 'Role']);
  });

  it('roll back with the refusal of IAM as the reason: the caller may make policies, not roles', async () => {
    await admin().iam.send(new CreateUserCommand({ UserName: 'stacker' }));
    const allow = { Effect: 'Allow', Action: ['cloudformation:*', 'iam:*Policy*'], Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allow] });
    await admin().iam.send(new PutUserPolicyCommand({ UserName: 'stacker', PolicyName: 'stacks', PolicyDocument }));
    const { AccessKey } = await admin().iam.send(new CreateAccessKeyCommand({ UserName: 'stacker' }));
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    const { cloudFormation } = sandbox.clients(key);
    await create('third', { Parameters: [parameter('RoleName', 'third-role')] }, cloudFormation);
    expect(await settled('third', cloudFormation)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    const { StackEvents } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'third' }));
    const failure = StackEvents?.find((event) => event.ResourceStatus === 'CREATE_FAILED');
    expect(failure?.ResourceStatusReason).toContain('stacker is not authorized to perform: iam:CreateRole on resource');
    expect(failure?.ResourceStatusReason).toContain('(HandlerErrorCode: AccessDenied)');
    const { Policies } = await admin().iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    expect(Policies?.filter((each) => each.PolicyName?.startsWith('third-'))).toEqual([]);
  });

  it('are refused before anything is made', async () => {
    expect(await refusalOf(create('none', { Capabilities: ['CAPABILITY_IAM'] }))).toBe(
      'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]',
    );
    expect(await refusalOf(create('none', { Parameters: [parameter('RoleName', 'Bad Name')] }))).toBe(
      "ValidationError: Parameter 'RoleName' must match pattern [a-z-]+",
    );
    expect(await refusalOf(create('none', { Parameters: [parameter('Other', 'x')] }))).toBe(
      'ValidationError: Parameters: [Other] do not exist in the template',
    );
    const bucket = 'Resources: {B: {Type: "AWS::S3::Bucket"}}';
    expect(await refusalOf(create('none', { TemplateBody: bucket }))).toBe(
      'ValidationError: Template format error: Unrecognized resource types: [AWS::S3::Bucket]',
    );
    const circle = 'Resources: {A: {Type: AWS::IAM::Role, DependsOn: B}, B: {Type: AWS::IAM::Role, DependsOn: A}}';
    expect(await refusalOf(create('none', { TemplateBody: circle }))).toBe(
      'ValidationError: Circular dependency between resources: [A, B]',
    );
    const { cloudFormation } = admin();
    expect(await refusalOf(cloudFormation.send(new ValidateTemplateCommand({ TemplateBody: 'Resources: [' })))).toMatch(
      /^ValidationError: Template format error: YAML not well-formed/,
    );
    const summary = await cloudFormation.send(new GetTemplateSummaryCommand({ TemplateBody: TEMPLATE }));
    expect(summary).toMatchObject({ Capabilities: ['CAPABILITY_NAMED_IAM'] });
    expect(summary.Parameters?.map((each) => each.ParameterKey)).toEqual(['RoleName', 'WithPolicy']);
  });

  it('records what a stack makes as CloudFormation’s calls in the name of who asked for it', async () => {
    const since = sandbox.world.changes.sequence;
    await create('recorded', { Parameters: [parameter('RoleName', 'recorded'), parameter('WithPolicy', 'no')] });
    await settled('recorded');
    const invoked = { arn: 'arn:aws:iam::586209417733:user/sandbox-admin', invokedBy: 'cloudformation.amazonaws.com' };
    const [asked, made] = sandbox.world.changes
      .since(since)
      .filter(({ eventName }) => ['CreateStack', 'CreateRole'].includes(eventName))
      .sort((a, b) => (a.eventName < b.eventName ? 1 : -1));
    expect(asked).toMatchObject({ eventName: 'CreateStack', sourceIPAddress: '127.0.0.1' });
    expect(asked?.userIdentity).not.toHaveProperty('invokedBy');
    expect(made).toMatchObject({
      eventName: 'CreateRole',
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
      userIdentity: invoked,
    });
  });
});
