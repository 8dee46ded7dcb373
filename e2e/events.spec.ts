import { PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, owner } from './harness/connected-account';

const PATIENCE = { timeout: 30_000 };

test('a source is made by its form and attached; a change in AWS is on the open page, with who did it', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const { account, workspaceId, integrationId } = await connectedAccount('data-lake');
  await signInAsAdministrator(context);
  const name = `lake events ${Date.now().toString(36)}`;

  await page.goto(`${environment('URL')}${paths.newEventSource(workspaceId)}`);
  await page
    .getByRole('link', { name: /^Choose EventBridge/ })
    .first()
    .click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Integration', { exact: true }).selectOption(integrationId);
  await page.getByRole('button', { name: 'Make it in the sandbox' }).click();
  await expect(page.getByLabel('Queue URL')).toHaveValue(/^https:\/\/sqs\./, PATIENCE);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByText('ready', { exact: true })).toBeVisible(PATIENCE);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save source' }).click();
  await page.getByRole('button', { name: /^Attach to/ }).click();
  await expect(page.getByText('consuming', { exact: true }).first()).toBeVisible(PATIENCE);
  await expectAccessible(page);

  const { resources } = await owner().call('resources.list', {
    params: { workspaceId },
    query: { type: 'AWS::S3::Bucket', account: account.id },
  });
  const bucket = resources[0];
  if (!bucket) throw new Error('The account has no bucket.');
  await page.goto(`${environment('URL')}${paths.resource(workspaceId, bucket.uid, 'history')}`);
  const history = page.getByRole('region', { name: 'History' });
  await expect(history).toBeVisible();
  const { accessKeyId, secretAccessKey } = account;
  const s3 = new S3Client({
    endpoint: environment('SANDBOX_URL'),
    region: bucket.region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
  const Tagging = { TagSet: [{ Key: 'owner', Value: name.replaceAll(' ', '-') }] };
  await s3.send(new PutBucketTaggingCommand({ Bucket: bucket.name, Tagging }));
  await expect(history.getByText('sandbox-admin').first()).toBeVisible(PATIENCE);
  await expect(history).toContainText('PutBucketTagging');

  await page.goto(`${environment('URL')}${paths.events(workspaceId)}`);
  await expect(page.getByText('PutBucketTagging').first()).toBeVisible(PATIENCE);
  await expectAccessible(page);
});
