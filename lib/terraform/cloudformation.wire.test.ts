import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requiredActions } from '@/lib/collectors/registry';
import { MOTO_ENVIRONMENT, type MotoServer, startMoto } from '@/scripts/test/moto';
import { hasTool, run } from '@/scripts/test/tools';
import { cloudFormationCommand, renderCloudFormation } from './cloudformation';
import { minimalPolicy, policyParts } from './minimal-policy';
import { anOnboarding } from './testing/onboarding';

const absent = (...tools: string[]) => tools.filter((tool) => !hasTool(tool)).join(', ');
const noLint = absent('cfn-lint');
const noStack = absent('aws', 'moto_server');
if (noLint || noStack) console.warn(`SKIPPED, the CloudFormation onboarding: not installed: ${noLint} ${noStack}`);

describe('the CloudFormation template', { timeout: 120_000 }, () => {
  it.skipIf(noLint)('has nothing for cfn-lint to say', async () => {
    const template = new URL('../../deploy/cloudformation/onboarding-wif.yaml', import.meta.url).pathname;
    expect(await run('cfn-lint', [template])).toMatchObject({ code: 0, stdout: '' });
  });
});

describe.skipIf(noStack)('the CloudFormation command, with the AWS CLI', { timeout: 120_000 }, () => {
  let moto: MotoServer;
  let iam: IAMClient;
  let folder: string;
  const issuer = anOnboarding().issuerUrl.replace('https://', '');

  /** moto has no AWS::IAM::OIDCProvider, so the provider is there already; the sandbox's test makes it by the stack. */
  beforeAll(async () => {
    moto = await startMoto({ managedPolicies: true });
    folder = await mkdtemp(join(tmpdir(), 'mooring-stack-'));
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = MOTO_ENVIRONMENT;
    iam = new IAMClient({ endpoint: moto.url, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } });
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${issuer}`, ClientIDList: ['mooring'] }));
  }, 60_000);
  afterAll(async () => {
    iam?.destroy();
    await rm(folder, { recursive: true, force: true });
    await moto?.stop();
  });

  const cases: { subject: string; condition: Record<string, string[]> }[] = [
    { subject: anOnboarding().subject, condition: { StringEquals: ['aud', 'sub'] } },
    { subject: 'system:serviceaccount:mooring:*', condition: { StringEquals: ['aud'], StringLike: ['sub'] } },
  ];
  it.each(cases)('pasted into a shell, makes the role for $subject', async ({ subject, condition }) => {
    const input = anOnboarding({
      subject,
      integrationName: `it's ${Object.keys(condition).length} "stacks"`,
      roleName: `mooring-${Object.keys(condition).length}`,
      existingProviderArn: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
      permissionSet: 'minimal',
      minimalPolicy: minimalPolicy(requiredActions()),
      endpointUrl: moto.url,
      tags: { team: 'platform' },
    });
    const { template } = renderCloudFormation(input);
    await writeFile(join(folder, template.path), template.content);
    const outcome = await run('sh', ['-ec', cloudFormationCommand(input)], { cwd: folder, env: MOTO_ENVIRONMENT });
    expect(outcome).toMatchObject({ code: 0 });

    const { Role } = await iam.send(new GetRoleCommand({ RoleName: input.roleName }));
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
    const expected = Object.entries(condition).map(([test, keys]) => [
      test,
      Object.fromEntries(keys.map((key) => [`${issuer}:${key}`, key === 'aud' ? 'mooring' : subject])),
    ]);
    expect(trust.Statement[0].Condition).toEqual(Object.fromEntries(expected));
    expect(trust.Statement[0].Principal).toEqual({ Federated: input.existingProviderArn });
    const parts = policyParts(minimalPolicy(requiredActions()), 4096).slice(1);
    const more = parts.map((_, index) => `mooring-read-${index + 2}`);
    expect(more.length, 'the template takes it in three parts').toBeLessThan(3);
    const inline = await iam.send(new ListRolePoliciesCommand({ RoleName: input.roleName }));
    expect(inline.PolicyNames?.sort()).toEqual(['mooring-read', ...more, 'mooring-verify']);
  });
});
