import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startTerraformProvider,
  type TerraformProvider,
  terraform as terraformIn,
  terraformMissing,
} from '@/scripts/test/terraform';
import { adminEnvironment, aSandbox, type TestSandbox } from './sandbox';

if (terraformMissing) console.warn(`SKIPPED, the sandbox with real Terraform: ${terraformMissing}`);

const CONFIGURATION = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region = "eu-west-1"
}
variable "session" {
  type    = number
  default = 3600
}
data "aws_caller_identity" "me" {}
resource "aws_iam_openid_connect_provider" "mooring" {
  url            = "https://issuer.mooring.test/oidc/w1"
  client_id_list = ["mooring"]
  tags           = { made-by = "terraform" }
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.mooring.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "issuer.mooring.test/oidc/w1:sub"
      values   = ["workspace:w1:integration:i1"]
    }
  }
}
resource "aws_iam_role" "scanner" {
  name                 = "mooring-terraform"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.session
  tags                 = { team = "platform" }
}
resource "aws_iam_policy" "own" {
  name   = "mooring-terraform"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:List*", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "all" {
  for_each   = { audit = "arn:aws:iam::aws:policy/SecurityAudit", own = aws_iam_policy.own.arn }
  role       = aws_iam_role.scanner.name
  policy_arn = each.value
}
resource "aws_iam_role_policy" "inline" {
  name   = "verify"
  role   = aws_iam_role.scanner.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:GetRole", Resource = aws_iam_role.scanner.arn }] })
}
resource "aws_iam_instance_profile" "host" {
  name = "mooring-terraform"
  role = aws_iam_role.scanner.name
}
resource "aws_iam_group" "people" { name = "terraform-people" }
resource "aws_iam_user" "person" {
  name          = "terraform-person"
  force_destroy = true
}
resource "aws_iam_user_group_membership" "person" {
  user   = aws_iam_user.person.name
  groups = [aws_iam_group.people.name]
}
resource "aws_iam_access_key" "person" { user = aws_iam_user.person.name }
resource "aws_iam_account_password_policy" "strict" { minimum_password_length = 16 }
output "account" { value = data.aws_caller_identity.me.account_id }
`;

describe.skipIf(terraformMissing)('Terraform’s AWS provider', { timeout: 300_000 }, () => {
  let sandbox: TestSandbox;
  let provider: TerraformProvider;
  let folder: string;
  beforeAll(async () => {
    sandbox = await aSandbox();
    provider = await startTerraformProvider({
      ...adminEnvironment(sandbox, 'staging'),
      AWS_ENDPOINT_URL: sandbox.url,
    });
    folder = await mkdtemp(join(tmpdir(), 'mooring-terraform-'));
    await writeFile(join(folder, 'main.tf'), CONFIGURATION);
    expect(await terraform('init')).toMatchObject({ code: 0 });
  }, 120_000);
  afterAll(async () => {
    await provider?.stop();
    await sandbox?.close();
    await rm(folder, { recursive: true });
  });

  const terraform = (...words: string[]) => terraformIn(words, { cwd: folder, env: provider.env });

  it('creates, finds nothing to change, updates in place, and destroys', async () => {
    const applied = await terraform('apply', '-auto-approve');
    expect(applied.stderr).toBe('');
    expect(applied.stdout).toContain('Apply complete! Resources: 12 added, 0 changed, 0 destroyed.');
    expect(applied.stdout).toContain('account = "586209417733"');
    const account = sandbox.account('staging');
    expect(account.roles.get('mooring-terraform')?.attachedPolicies).toHaveLength(2);
    expect((await terraform('plan', '-detailed-exitcode')).stdout).toContain('No changes.');
    const changed = await terraform('apply', '-auto-approve', '-var', 'session=7200');
    expect(changed.stdout).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
    expect(account.roles.get('mooring-terraform')?.maxSessionDuration).toBe(7200);
    const destroyed = await terraform('destroy', '-auto-approve');
    expect(destroyed.stdout).toContain('Destroy complete! Resources: 12 destroyed.');
    expect(account.roles.get('mooring-terraform')).toBeUndefined();
    const unknown = sandbox.sandbox.calls.summary().recent.filter((call) => call.error === 'InvalidAction');
    expect(unknown).toEqual([]);
  });
});
