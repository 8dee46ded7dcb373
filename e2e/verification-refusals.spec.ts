import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { owner, ownWorkspaceId, sandboxAccount } from './harness/connected-account';

const at = (path: string) => `${environment('URL')}${path}`;
const REASON = 'The team moves to exact subjects next week; accepted until then.';

/** A trust policy that lets every integration of the workspace in, as hand-written ones do. */
function openTrust(providerArn: string, issuerHost: string, workspaceId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${issuerHost}:aud`]: 'mooring' },
          StringLike: { [`${issuerHost}:sub`]: `workspace:${workspaceId}:*` },
        },
      },
    ],
  });
}

test('a wrong role is refused with its reason; an open role is flagged, and saved only with one', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  const account = await sandboxAccount('northquay-management');
  const name = `open-${Date.now().toString(36)}`;
  const created = await owner().call('integrations.create', {
    params: { workspaceId },
    body: { name, region: 'us-east-1' },
  });
  const params = { workspaceId, integrationId: created.id };
  const { roleArn } = await owner().call('integrations.applyInSandbox', { params, body: { accountId: account.id } });
  const issuerHost = (created.issuerUrl ?? '').replace('https://', '');
  const iam = new IAMClient({
    endpoint: environment('SANDBOX_URL'),
    region: 'us-east-1',
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
  });
  const providerArn = `arn:aws:iam::${account.id}:oidc-provider/${issuerHost}`;
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: created.roleName ?? '',
      PolicyDocument: openTrust(providerArn, issuerHost, workspaceId),
    }),
  );
  iam.destroy();

  // A role that is not there: AWS refuses, and the page says so in place.
  await page.goto(at(paths.connect(workspaceId, created.id, 'apply')));
  await page.getByLabel('Role ARN', { exact: true }).fill(`arn:aws:iam::${account.id}:role/not-there`);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText('Cannot be saved yet.')).toBeVisible({ timeout: 120_000 });
  const mustWork = page.getByRole('list', { name: 'Must work' }).getByRole('listitem');
  await expect(mustWork.filter({ hasText: 'AssumeRoleWithWebIdentity' })).toContainText('failed');
  await expect(mustWork.filter({ hasText: 'AssumeRoleWithWebIdentity' })).toContainText('AccessDenied');
  await expect(page.getByLabel('The role’s trust policy')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save and scan' })).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);

  // The role that is there lets every integration of the workspace in.
  await page.getByRole('link', { name: 'Apply' }).click();
  await page.getByLabel('Role ARN', { exact: true }).fill(roleArn);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText('Not yet safe to save.')).toBeVisible({ timeout: 120_000 });
  await expect(mustWork.filter({ hasText: 'Who else gets in' })).toContainText('failed');
  const probe = page.getByRole('list', { name: 'Must be refused' }).getByRole('listitem').first();
  await expect(probe).toContainText('let in');
  await expect(probe.getByRole('table')).toContainText('matches, must not');
  await expect(probe.getByRole('radio', { name: 'Terraform' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Who can get in' })).toContainText(`workspace:${workspaceId}:*`);
  await expect(page.getByRole('button', { name: 'Save and scan' })).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Save as open' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why is this acceptable?').fill('because');
  await dialog.getByRole('button', { name: 'Save as open' }).click();
  await expect(dialog.getByText('Say why in at least 10 characters.')).toBeVisible();
  await dialog.getByLabel('Why is this acceptable?').fill(REASON);
  await dialog.getByRole('button', { name: 'Save as open' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(page.getByText(REASON)).toBeVisible();
  await expect(page.getByText('open role', { exact: true }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Trust', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Who the role lets in' })).toContainText(`workspace:${workspaceId}:*`);
  await expectAccessible(page);
});
