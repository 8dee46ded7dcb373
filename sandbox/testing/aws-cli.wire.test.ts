import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { adminEnvironment, aSandbox, type TestSandbox } from './sandbox';

if (awsCliMissing) console.warn(`SKIPPED, the sandbox with the AWS CLI: ${awsCliMissing}`);

const TEMPLATE = fileURLToPath(new URL('../../deploy/cloudformation/onboarding-wif.yaml', import.meta.url));

describe.skipIf(awsCliMissing)('the AWS CLI', { timeout: 180_000 }, () => {
  let sandbox: TestSandbox;
  let cli: AwsCli;
  let folder: string;
  beforeAll(async () => {
    sandbox = await aSandbox();
    folder = await mkdtemp(join(tmpdir(), 'mooring-cli-'));
    cli = await startAwsCli(sandbox.url, { env: adminEnvironment(sandbox, 'payments-prod'), cwd: folder });
  });
  afterAll(async () => {
    cli?.close();
    await sandbox?.close();
    await rm(folder, { recursive: true });
  });

  const aws = (...words: string[]) => cli.aws(...words);
  async function read(...args: string[]) {
    const outcome = await aws(...args);
    expect(outcome).toMatchObject({ code: 0 });
    return JSON.parse(outcome.stdout);
  }

  it('signs in, lists page by page and prints AWS’s refusals', async () => {
    expect(await read('sts', 'get-caller-identity')).toMatchObject({ Account: '339712905844' });
    const { Roles } = await read('iam', 'list-roles', '--page-size', '3');
    expect(Roles).toHaveLength(sandbox.account('payments-prod').roles.size);
    const refused = await aws('iam', 'get-role', '--role-name', 'nobody');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(
      'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found.',
    );
  });

  it('makes a user with a policy from a file, a key and a group', async () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
    await writeFile(join(folder, 'policy.json'), JSON.stringify(document, null, 2));
    await read('iam', 'create-user', '--user-name', 'cli-user', '--tags', 'Key=team,Value=cli');
    await aws(
      'iam',
      'put-user-policy',
      '--user-name',
      'cli-user',
      '--policy-name',
      'p',
      '--policy-document',
      'file://policy.json',
    );
    const inline = await read('iam', 'get-user-policy', '--user-name', 'cli-user', '--policy-name', 'p');
    expect(inline.PolicyDocument).toEqual(document);
    const { AccessKey } = await read('iam', 'create-access-key', '--user-name', 'cli-user');
    const { AccessKeyMetadata } = await read('iam', 'list-access-keys', '--user-name', 'cli-user');
    expect(AccessKeyMetadata[0].AccessKeyId).toBe(AccessKey.AccessKeyId);
    await aws('iam', 'add-user-to-group', '--user-name', 'cli-user', '--group-name', 'auditors');
    const { Users } = await read('iam', 'get-group', '--group-name', 'auditors');
    expect(Users.map((user: { UserName: string }) => user.UserName)).toContain('cli-user');
    const report = await read('iam', 'generate-credential-report');
    expect(report.State).toBe('STARTED');
    expect((await read('iam', 'get-account-authorization-details')).UserDetailList.length).toBeGreaterThan(5);
  });

  it('deploys our own template, once and again, and deletes it', async () => {
    const issuer = 'https://issuer.mooring.test/oidc/w1';
    const deploy = (...more: string[]) =>
      aws(
        ...['cloudformation', 'deploy', '--stack-name', 'mooring', '--template-file', TEMPLATE],
        ...[
          '--parameter-overrides',
          `IssuerUrl=${issuer}`,
          'Subject=workspace:w1:integration:i1',
          'RoleName=mooring-cli',
        ],
        ...more,
      );
    expect((await deploy()).stderr).toContain('Requires capabilities : [CAPABILITY_NAMED_IAM]');
    const capability = ['--capabilities', 'CAPABILITY_NAMED_IAM'];
    expect(await deploy(...capability)).toMatchObject({ code: 0 });
    const { Stacks } = await read('cloudformation', 'describe-stacks', '--stack-name', 'mooring');
    const outputs = Object.fromEntries(
      Stacks[0].Outputs.map((each: { OutputKey: string; OutputValue: string }) => [each.OutputKey, each.OutputValue]),
    );
    expect(outputs.RoleArn).toBe('arn:aws:iam::339712905844:role/mooring-cli');
    expect(JSON.parse(outputs.AwsCredentialsConfig)).toMatchObject({ type: 'web_identity', issuer_url: issuer });
    expect((await deploy(...capability)).stderr).toContain('No changes to deploy');
    await aws('cloudformation', 'delete-stack', '--stack-name', 'mooring');
    expect(await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', 'mooring')).toMatchObject({
      code: 0,
    });
    expect((await aws('iam', 'get-role', '--role-name', 'mooring-cli')).stderr).toContain('NoSuchEntity');
  });
});
