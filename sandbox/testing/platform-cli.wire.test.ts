import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { adminEnvironment, aSandbox, type TestSandbox } from './sandbox';

if (awsCliMissing) console.warn(`SKIPPED, functions, clusters, trails and organizations: ${awsCliMissing}`);

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe.skipIf(awsCliMissing)('the AWS CLI on platform services', { timeout: 180_000 }, () => {
  let sandbox: TestSandbox;
  let staging: AwsCli;
  let management: AwsCli;
  let folder: string;
  beforeAll(async () => {
    sandbox = await aSandbox();
    folder = await mkdtemp(join(tmpdir(), 'mooring-cli-'));
    const cliOf = (name: 'staging' | 'northquay-management') =>
      startAwsCli(sandbox.url, { env: adminEnvironment(sandbox, name) });
    [staging, management] = await Promise.all([cliOf('staging'), cliOf('northquay-management')]);
  });
  afterAll(async () => {
    staging?.close();
    management?.close();
    await sandbox?.close();
    await rm(folder, { recursive: true });
  });

  async function awsBy(cli: AwsCli, ...args: string[]) {
    const outcome = await cli.aws(...args);
    return { ...outcome, json: outcome.code === 0 && outcome.stdout ? JSON.parse(outcome.stdout) : undefined };
  }
  const aws = (...args: string[]) => awsBy(staging, ...args);

  it('makes, tags, lists and deletes a function', async () => {
    const role = ['--role-name', 'cli-function', '--assume-role-policy-document', TRUST];
    const arn = (await aws('iam', 'create-role', ...role)).json.Role.Arn;
    const zip = join(folder, 'empty.zip');
    await writeFile(zip, Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
    const code = ['--runtime', 'python3.12', '--handler', 'i.h', '--role', arn, '--zip-file', `fileb://${zip}`];
    const made = await aws('lambda', 'create-function', '--function-name', 'cli', ...code);
    expect(made).toMatchObject({ code: 0, json: { FunctionName: 'cli', Runtime: 'python3.12' } });
    const { FunctionArn } = made.json;
    await aws('lambda', 'tag-resource', '--resource', FunctionArn, '--tags', 'team=cli');
    expect((await aws('lambda', 'list-tags', '--resource', FunctionArn)).json.Tags).toEqual({ team: 'cli' });
    const listed = await aws('lambda', 'list-functions', '--query', 'Functions[].FunctionArn');
    expect(listed.json).toContain(FunctionArn);
    expect(await aws('lambda', 'delete-function', '--function-name', 'cli')).toMatchObject({ code: 0 });
    const gone = await aws('lambda', 'get-function-configuration', '--function-name', 'cli');
    expect(gone.stderr).toContain('(ResourceNotFoundException)');
  });

  it('makes, tags, lists and deletes a repository', async () => {
    const named = ['--repository-name', 'team/cli'];
    const made = await aws('ecr', 'create-repository', ...named, '--tags', 'Key=team,Value=cli');
    const arn = made.json.repository.repositoryArn;
    expect((await aws('ecr', 'create-repository', ...named)).stderr).toContain('(RepositoryAlreadyExistsException)');
    const tags = await aws('ecr', 'list-tags-for-resource', '--resource-arn', arn);
    expect(tags.json.tags).toEqual([{ Key: 'team', Value: 'cli' }]);
    const listed = await aws('ecr', 'describe-repositories', '--query', 'repositories[].repositoryArn');
    expect(listed.json).toContain(arn);
    expect(await aws('ecr', 'delete-repository', ...named)).toMatchObject({ code: 0 });
    expect((await aws('ecr', 'describe-repositories', '--repository-names', 'team/cli')).stderr).toContain(
      '(RepositoryNotFoundException)',
    );
  });

  it('makes, tags, lists and deletes a cluster', async () => {
    const role = `arn:aws:iam::586209417733:role/eks`;
    const network = ['--resources-vpc-config', 'subnetIds=subnet-a,subnet-b'];
    const made = await aws('eks', 'create-cluster', '--name', 'cli', '--role-arn', role, ...network);
    expect(made).toMatchObject({ code: 0 });
    const { arn } = made.json.cluster;
    await aws('eks', 'tag-resource', '--resource-arn', arn, '--tags', 'team=cli');
    expect((await aws('eks', 'list-clusters')).json.clusters).toContain('cli');
    const { cluster } = (await aws('eks', 'describe-cluster', '--name', 'cli')).json;
    expect(cluster).toMatchObject({ arn, tags: { team: 'cli' } });
    expect(cluster.identity.oidc.issuer).toMatch(/^https:\/\/oidc\.eks\.eu-west-1\./);
    expect(await aws('eks', 'delete-cluster', '--name', 'cli')).toMatchObject({ code: 0 });
    expect((await aws('eks', 'describe-cluster', '--name', 'nobody')).stderr).toContain('(ResourceNotFoundException)');
  });

  it('makes, tags, lists and deletes a trail', async () => {
    await aws(
      's3api',
      'create-bucket',
      '--bucket',
      'cli-trails',
      '--create-bucket-configuration',
      'LocationConstraint=eu-west-1',
    );
    const made = await aws('cloudtrail', 'create-trail', '--name', 'cli', '--s3-bucket-name', 'cli-trails');
    expect(made).toMatchObject({ code: 0 });
    const arn = made.json.TrailARN;
    await aws('cloudtrail', 'start-logging', '--name', 'cli');
    expect((await aws('cloudtrail', 'get-trail-status', '--name', 'cli')).json.IsLogging).toBe(true);
    await aws('cloudtrail', 'add-tags', '--resource-id', arn, '--tags-list', 'Key=team,Value=cli');
    const tags = await aws('cloudtrail', 'list-tags', '--resource-id-list', arn);
    expect(tags.json.ResourceTagList[0].TagsList).toEqual([{ Key: 'team', Value: 'cli' }]);
    const listed = await aws('cloudtrail', 'describe-trails', '--query', 'trailList[].TrailARN');
    expect(listed.json).toContain(arn);
    expect(await aws('cloudtrail', 'delete-trail', '--name', 'cli')).toMatchObject({ code: 0 });
    expect((await aws('cloudtrail', 'get-trail-status', '--name', 'cli')).stderr).toContain('(TrailNotFoundException)');
  });

  it('makes, tags, lists and deletes a unit and a policy of an organization', async () => {
    const organizations = (...args: string[]) => awsBy(management, 'organizations', ...args);
    const root = (await organizations('list-roots')).json.Roots[0].Id;
    const made = await organizations('create-organizational-unit', '--parent-id', root, '--name', 'cli');
    const unit = made.json.OrganizationalUnit.Id;
    await organizations('tag-resource', '--resource-id', unit, '--tags', 'Key=team,Value=cli');
    const tags = await organizations('list-tags-for-resource', '--resource-id', unit);
    expect(tags.json.Tags).toEqual([{ Key: 'team', Value: 'cli' }]);
    const content = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }],
    });
    const asked = ['--name', 'cli', '--type', 'SERVICE_CONTROL_POLICY', '--description', 'cli', '--content', content];
    const policy = (await organizations('create-policy', ...asked)).json.Policy.PolicySummary.Id;
    await organizations('attach-policy', '--policy-id', policy, '--target-id', unit);
    const targets = await organizations('list-targets-for-policy', '--policy-id', policy);
    expect(targets.json.Targets.map(({ TargetId }: { TargetId: string }) => TargetId)).toEqual([unit]);
    expect((await organizations('delete-policy', '--policy-id', policy)).stderr).toContain('(PolicyInUseException)');
    await organizations('detach-policy', '--policy-id', policy, '--target-id', unit);
    expect(await organizations('delete-policy', '--policy-id', policy)).toMatchObject({ code: 0 });
    expect(await organizations('delete-organizational-unit', '--organizational-unit-id', unit)).toMatchObject({
      code: 0,
    });
    const below = await organizations('list-organizational-units-for-parent', '--parent-id', root);
    expect(below.stdout).not.toContain(unit);
    const { json } = await organizations('list-accounts', '--query', 'Accounts[].Id');
    expect(json).toContain('586209417733');
    const refused = await aws('organizations', 'list-roots');
    expect(refused.stderr).toContain('(AccessDeniedException)');
  });
});
