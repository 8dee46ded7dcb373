import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOTO_ENVIRONMENT, type MotoServer, startMoto } from '@/scripts/test/moto';
import { startTerraformProvider, type TerraformProvider, terraform, terraformMissing } from '@/scripts/test/terraform';
import { hasTool } from '@/scripts/test/tools';
import { plannedCount } from './explain';
import { type OnboardingInput, onboardingInputSchema } from './input';
import { minimalPolicy } from './minimal-policy';
import { anOnboarding, SOME_ACTIONS } from './testing/onboarding';
import { Workdir } from './testing/terraform';

const missing = terraformMissing ?? (hasTool('moto_server') ? undefined : 'moto_server is not installed');
if (missing) console.warn(`SKIPPED, the Terraform onboarding: ${missing}`);

const policy = minimalPolicy(SOME_ACTIONS);
const sets: Partial<OnboardingInput>[] = [
  { permissionSet: 'security_audit' },
  { permissionSet: 'read_only' },
  { permissionSet: 'minimal', minimalPolicy: policy },
];

describe.skipIf(missing)('the Terraform bundle, with real Terraform', { timeout: 180_000 }, () => {
  let moto: MotoServer;
  let provider: TerraformProvider;
  let workdir: Workdir;
  let iam: IAMClient;
  const trustOf = async (RoleName: string) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return { role: Role, trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) };
  };

  beforeAll(async () => {
    moto = await startMoto({ managedPolicies: true });
    provider = await startTerraformProvider({ ...MOTO_ENVIRONMENT, AWS_ENDPOINT_URL: moto.url });
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = MOTO_ENVIRONMENT;
    iam = new IAMClient({ endpoint: moto.url, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } });
    workdir = await Workdir.create(anOnboarding(), provider.env);
  }, 120_000);
  afterAll(async () => {
    iam?.destroy();
    await workdir?.remove();
    await provider?.stop();
    await moto?.stop();
  });

  it('is formatted, in the repository and in the bundle', async () => {
    const deploy = new URL('../../deploy/terraform', import.meta.url).pathname;
    const options = { cwd: deploy, env: {} };
    expect(await terraform(['fmt', '-check', '-recursive'], options)).toMatchObject({ code: 0, stdout: '' });
    expect(await workdir.terraform('fmt', '-check', '-recursive')).toMatchObject({ code: 0, stdout: '' });
  });

  it.each(sets)('validates, and plans as many objects as the page says: $permissionSet', async (change) => {
    await workdir.load(anOnboarding(change));
    expect(await workdir.terraform('validate')).toMatchObject({ code: 0 });
    const plan = await workdir.terraform('plan', '-input=false');
    const count = plannedCount(onboardingInputSchema.parse(anOnboarding(change)));
    expect(plan.stdout).toContain(`Plan: ${count} to add, 0 to change, 0 to destroy.`);
  });

  it('takes a hostile name literally and keeps it out of code', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text itself is what Terraform would interpret
    const name = 'a" } ${path.cwd} %{ if true }x%{ endif } \\ 日本\n<<EOT';
    await workdir.load(anOnboarding({ integrationName: name }));
    const plan = await workdir.terraform('plan', '-input=false', '-out=plan');
    expect(plan).toMatchObject({ code: 0, stderr: '' });
    const shown = JSON.parse((await workdir.terraform('show', '-json', 'plan')).stdout);
    expect(shown.variables.integration_name.value).toBe(name);
    const role = shown.planned_values.root_module.resources.find(
      (each: { type: string }) => each.type === 'aws_iam_role',
    );
    expect(role.values.description).toContain(name.replace(/[^ -~]/gu, '?'));
  });

  it('makes a role that trusts exactly this subject and audience, and plans nothing afterwards', async () => {
    const { roleName, issuerUrl, audience, subject } = anOnboarding();
    await workdir.load(anOnboarding({ permissionSet: 'minimal', minimalPolicy: policy, tags: { team: 'platform' } }));
    const apply = await workdir.terraform('apply', '-input=false', '-auto-approve');
    expect(apply).toMatchObject({ code: 0 });

    const { role, trust } = await trustOf(roleName);
    const issuer = issuerUrl.replace('https://', '');
    expect(trust.Statement).toEqual([
      {
        Sid: 'MooringByWebIdentity',
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
      },
    ]);
    expect(role?.MaxSessionDuration).toBe(3600);
    const read = await iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: 'mooring-read' }));
    expect(JSON.parse(decodeURIComponent(read.PolicyDocument ?? ''))).toEqual(policy);

    const outputs = JSON.parse((await workdir.terraform('output', '-json')).stdout);
    expect(outputs.role_arn.value).toBe(role?.Arn);
    expect(JSON.parse(outputs.aws_credentials_config.value)).toMatchObject({
      type: 'web_identity',
      role_arn: role?.Arn,
      audience,
      token_retriever: 'mooring_issuer',
    });
    expect((await workdir.terraform('plan', '-input=false', '-detailed-exitcode')).code).toBe(0);
  });

  it('changes the permissions in place when another set is chosen, and reuses the provider for a second role', async () => {
    await workdir.load(anOnboarding());
    expect(await workdir.terraform('apply', '-input=false', '-auto-approve')).toMatchObject({ code: 0 });
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: anOnboarding().roleName }));
    expect(attached.AttachedPolicies?.map((each) => each.PolicyName).sort()).toEqual([
      'SecurityAudit',
      'ViewOnlyAccess',
    ]);

    const existingProviderArn = `arn:aws:iam::123456789012:oidc-provider/${anOnboarding().issuerUrl.replace('https://', '')}`;
    const second = anOnboarding({
      roleName: 'mooring-second',
      subject: 'system:serviceaccount:mooring:*',
      existingProviderArn,
      permissionSet: 'read_only',
    });
    const other = await Workdir.create(second, provider.env);
    expect(await other.terraform('apply', '-input=false', '-auto-approve')).toMatchObject({ code: 0 });
    const { trust } = await trustOf('mooring-second');
    expect(Object.keys(trust.Statement[0].Condition).sort()).toEqual(['StringEquals', 'StringLike']);

    await other.load({ ...second, audience: 'someone-else' });
    const refused = await other.terraform('plan', '-input=false');
    expect(refused.stderr).toContain('does not list the audience');
    await other.remove();
  });
});
