import { expect, type Page, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { owner, ownWorkspaceId, sandboxAccount } from './harness/connected-account';

const at = (path: string) => `${environment('URL')}${path}`;
const nameOf = (what: string) => `${what}-${Date.now().toString(36)}`;

/** Fills in the first page of the wizard and arrives at the files; answers the draft's id. */
async function draft(page: Page, workspaceId: string, name: string): Promise<string> {
  await page.goto(at(paths.newIntegration(workspaceId)));
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Continue to the files' }).click();
  await expect(page.getByRole('heading', { name: 'Apply the Terraform' })).toBeVisible();
  return /integrations\/([0-9a-f-]+)\/connect/.exec(page.url())?.[1] ?? '';
}

test('an account is connected: drafted, applied in the sandbox, verified, saved, scanned, seen', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  const account = await sandboxAccount('staging');
  const name = nameOf('staging');

  await page.goto(at(paths.newIntegration(workspaceId)));
  await page.getByLabel('Name', { exact: true }).fill('Not A Name');
  await page.getByLabel('Name', { exact: true }).blur();
  await expect(page.getByText('Lower case letters, digits and dashes')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Organization' })).toBeDisabled();
  const chosen = page.getByRole('group', { name: 'Services' });
  await page.getByRole('radio', { name: 'Chosen services' }).click();
  const { services } = await owner().call('integrations.listServices', { params: { workspaceId } });
  await expect(chosen.getByRole('checkbox')).toHaveCount(services.length);
  for (const { title, types, actions } of services.slice(0, 3)) {
    await expect(chosen.getByRole('checkbox', { name: title })).toHaveAccessibleDescription(
      `${types.length} ${types.length === 1 ? 'type' : 'types'}, ${actions.length} actions asked for`,
    );
  }
  await chosen.getByText('What SQS asks').click();
  await expect(chosen.getByText(/sqs:ListQueues/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Continue to the files' }).click();
  await expect(page.getByText('Choose at least one service')).toBeVisible();
  await chosen.getByRole('checkbox', { name: 'IAM' }).click();
  await chosen.getByRole('checkbox', { name: 'SQS' }).click();
  await page.getByRole('button', { name: 'Continue to the files' }).click();
  await expect(page.getByRole('heading', { name: 'Apply the Terraform' })).toBeVisible();

  await page.getByRole('button', { name: 'Trust policy' }).click();
  await expect(page.getByRole('region', { name: 'main.tf' }).locator('[data-lit]').first()).toContainText(
    'aws_iam_policy_document',
  );
  await page.getByRole('radio', { name: 'tofu' }).click();
  await expect(page.getByLabel('Commands', { exact: true })).toContainText('tofu apply');
  await page.getByRole('radio', { name: 'Minimal' }).click();
  await page.getByRole('tab', { name: 'mooring.auto.tfvars.json' }).click();
  await expect(page.getByRole('region', { name: 'mooring.auto.tfvars.json' })).toContainText(
    '"permission_set": "minimal"',
  );
  await expect(page.getByRole('region', { name: 'mooring.auto.tfvars.json' })).toContainText('sqs:ListQueues');
  await expect(page.getByRole('region', { name: 'mooring.auto.tfvars.json' })).not.toContainText('ec2:DescribeVpcs');
  await expectAccessible(page);

  await page.getByLabel('Sandbox account').selectOption(account.id);
  await page.getByRole('button', { name: 'Apply in the sandbox' }).click();
  await expect(page.getByLabel('Role ARN', { exact: true })).toHaveValue(
    new RegExp(`^arn:aws:iam::${account.id}:role/mooring-scanner-`),
    { timeout: 60_000 },
  );
  await page.getByRole('button', { name: 'Verify', exact: true }).click();

  await expect(page.getByText('Safe to save.')).toBeVisible({ timeout: 90_000 });
  const refused = page.getByRole('list', { name: 'Must be refused' }).getByRole('listitem');
  await expect(refused.filter({ hasText: 'Foreign subject' })).toContainText('refused');
  await expect(page.getByRole('list', { name: 'Must work' }).getByRole('listitem')).toHaveCount(8);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Save and scan' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Last scan' })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('and nobody else')).toBeVisible();
  const history = page.getByRole('table', { name: 'Scans' });
  await expect(history.getByRole('row').nth(1)).toContainText('complete');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Open the scan' }).click();
  await expect(page.getByRole('heading', { name: `Scan of ${name}` })).toBeVisible();
  const ledger = page.getByRole('table', { name: 'Scopes', exact: true });
  await expect(ledger.getByRole('row').filter({ hasText: 'AWS::IAM::Role' })).toContainText('complete');
  await expect(page.getByRole('table', { name: 'What changed' }).getByText('created').first()).toBeVisible();
  await expectAccessible(page);

  const { resources } = await owner().call('resources.list', {
    params: { workspaceId },
    query: { account: account.id, type: 'AWS::IAM::Role' },
  });
  expect(resources.length).toBeGreaterThan(0);
  await page.goto(at(paths.integrations(workspaceId)));
  const row = page.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('connected');
  await expectAccessible(page);
});

test('a draft keeps what was typed, and two people do not overwrite each other silently', async ({ page, context }) => {
  test.setTimeout(120_000);
  await signInAsAdministrator(context);
  const workspaceId = await ownWorkspaceId();
  const name = nameOf('shared');
  const integrationId = await draft(page, workspaceId, name);
  const arn = 'arn:aws:iam::123456789012:role/ours';

  await page.getByLabel('Role ARN', { exact: true }).fill('123456789012');
  await page.getByLabel('Role ARN', { exact: true }).blur();
  await expect(page.getByText('This is an account id')).toBeVisible();
  await page.getByLabel('Role ARN', { exact: true }).fill(arn);
  await page.getByLabel('Role ARN', { exact: true }).blur();
  await expect
    .poll(async () => (await owner().call('integrations.get', { params: { workspaceId, integrationId } })).roleArn)
    .toBe(arn);
  await page.goto(at(paths.integrations(workspaceId)));
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('link', { name: 'Apply' }).click();
  await expect(page.getByLabel('Role ARN', { exact: true })).toHaveValue(arn);

  // Someone else, by the API, while this page is open.
  const params = { workspaceId, integrationId };
  const { version } = await owner().call('integrations.get', { params });
  const theirs = 'arn:aws:iam::123456789012:role/theirs';
  await owner().call('integrations.update', { params, body: { roleArn: theirs, version } });
  await page.getByLabel('Role ARN', { exact: true }).fill('arn:aws:iam::123456789012:role/mine');
  await page.getByLabel('Role ARN', { exact: true }).blur();
  await expect(page.getByText(/changed this draft meanwhile/)).toBeVisible();
  await expect(page.getByLabel('Role ARN', { exact: true })).toHaveValue('arn:aws:iam::123456789012:role/mine');
  await page.getByRole('button', { name: 'Load theirs' }).click();
  await expect(page.getByLabel('Role ARN', { exact: true })).toHaveValue(theirs);

  await page.goto(at(paths.newIntegration(workspaceId)));
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Continue to the files' }).click();
  await expect(page.getByText('This name is taken.')).toBeVisible();
  await owner().call('integrations.remove', { params });
});
