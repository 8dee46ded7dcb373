import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { startTerraformProvider, terraformMissing } from '@/scripts/test/terraform';
import { hasTool, run } from '@/scripts/test/tools';
import { cloudFormationCommand, renderCloudFormation } from './cloudformation';
import { sandboxEnvironment } from './commands';
import type { OnboardingInput } from './input';
import { minimalPolicy } from './minimal-policy';
import { anOnboarding, SOME_ACTIONS } from './testing/onboarding';
import { Workdir } from './testing/terraform';

const ACCOUNT = '730335184422';
const noStack = !hasTool('aws');
if (terraformMissing) console.warn(`SKIPPED, Terraform against the sandbox: ${terraformMissing}`);
if (noStack) console.warn('SKIPPED, CloudFormation against the sandbox: the AWS CLI is not installed.');

describe('the sandbox', { timeout: 180_000 }, () => {
  let sandbox: RunningSandbox;
  let environment: Record<string, string>;
  const input = (change: Partial<OnboardingInput> = {}) => anOnboarding({ endpointUrl: sandbox.url, ...change });
  const providers = () =>
    sandbox.world.accounts
      .get(ACCOUNT)
      ?.oidcProviders.list()
      .map(({ url }) => url);
  const role = (name: string) => sandbox.world.accounts.get(ACCOUNT)?.roles.get(name);
  const inline = (name: string) =>
    role(name)
      ?.inlinePolicies.map((policy) => policy.name)
      .sort();

  beforeAll(async () => {
    sandbox = await startSandbox();
    const { accounts } = (await (await fetch(`${sandbox.url}/_sandbox/accounts`)).json()) as {
      accounts: { id: string; accessKeyId: string; secretAccessKey: string }[];
    };
    const account = accounts.find(({ id }) => id === ACCOUNT);
    expect(account).toBeDefined();
    if (account) environment = sandboxEnvironment({ ...account, region: 'eu-west-1' });
  });
  afterAll(() => sandbox?.close());

  it.skipIf(terraformMissing)(
    'takes the zip by real Terraform: apply, no drift, other permissions, destroy',
    async () => {
      const supplementPolicy = minimalPolicy(['glue:GetJob']);
      const workdir = await Workdir.create(input({ tags: { team: 'platform' }, supplementPolicy }), environment);
      const apply = () => workdir.terraform('apply', '-auto-approve', '-input=false');
      const { roleName, issuerUrl, subject } = input();

      expect(await apply()).toMatchObject({ code: 0, stderr: '' });
      expect((await workdir.terraform('output', '-raw', 'role_arn')).stdout).toBe(
        `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
      );
      expect(JSON.stringify(role(roleName))).toContain(subject);
      expect(inline(roleName)).toEqual(['mooring-supplement', 'mooring-verify']);
      // From here on by a provider that stays, and without the slow `endpoints` block: the same files as for AWS.
      const provider = await startTerraformProvider({ ...environment, AWS_ENDPOINT_URL: sandbox.url });
      const forAws = (change: Partial<OnboardingInput>) => input({ ...change, endpointUrl: undefined });
      workdir.env = provider.env;
      await workdir.load(forAws({ tags: { team: 'platform' }, supplementPolicy }));
      const drift = await workdir.terraform('plan', '-input=false', '-detailed-exitcode');
      expect(drift).toMatchObject({ code: 0, stderr: '' });

      await workdir.load(forAws({ permissionSet: 'minimal', minimalPolicy: minimalPolicy(SOME_ACTIONS) }));
      expect(await apply()).toMatchObject({ code: 0, stderr: '' });
      const again = await workdir.terraform('plan', '-input=false', '-detailed-exitcode');
      expect(again).toMatchObject({ code: 0, stderr: '' });
      expect(inline(roleName)).toEqual(['mooring-read', 'mooring-verify']);

      expect(await workdir.terraform('destroy', '-auto-approve', '-input=false')).toMatchObject({
        code: 0,
      });
      expect(role(roleName)).toBeUndefined();
      expect(providers()).not.toContain(issuerUrl);
      await provider.stop();
      await workdir.remove();
    },
  );

  it.skipIf(noStack)('takes the CloudFormation command by the AWS CLI, provider included', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mooring-stack-'));
    const supplementPolicy = minimalPolicy(['glue:GetJob']);
    const stack = input({ roleName: 'mooring-by-stack', integrationName: 'by-stack', supplementPolicy });
    const { template } = renderCloudFormation(stack);
    await writeFile(join(folder, template.path), template.content);
    const outcome = await run('sh', ['-ec', cloudFormationCommand(stack)], { cwd: folder, env: environment });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain(`arn:aws:iam::${ACCOUNT}:role/mooring-by-stack`);
    expect(JSON.stringify(role('mooring-by-stack'))).toContain(stack.subject);
    expect(inline('mooring-by-stack')).toEqual(['mooring-supplement', 'mooring-verify']);
    await rm(folder, { recursive: true, force: true });
  });
});
