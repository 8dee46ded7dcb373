import { PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, type Page, test } from '@playwright/test';
import { paths } from '../lib/paths';
import { awsCliMissing } from '../scripts/test/aws-cli';
import { run } from '../scripts/test/tools';
import { environment, signInAsAdministrator } from './harness/administrator';
import { expectAccessible } from './harness/axe';
import { connectedAccount, owner, type SandboxAccount } from './harness/connected-account';

/** A busy machine takes its time; who waits goes on as soon as it is there. */
const PATIENCE = { timeout: 60_000 };

test('a source is made by its form and attached; a change in AWS is on the open page, with who did it', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
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
  const owned = name.replaceAll(' ', '-');
  await tagBucket(account, bucket, owned);
  const version = history.getByRole('listitem').filter({ hasText: owned });
  await expect(version).toContainText('sandbox-admin', PATIENCE);
  await expect(version).toContainText('PutBucketTagging');

  await see(page, 'hidden');
  await tagBucket(account, bucket, `${owned}-unseen`);
  const tags = async () =>
    (await owner().call('resources.get', { params: { workspaceId, uid: bucket.uid } })).tags.owner;
  await expect.poll(tags, PATIENCE).toBe(`${owned}-unseen`);
  await expect(history).not.toContainText('unseen');
  await see(page, 'visible');
  await expect(history).toContainText('unseen', PATIENCE);

  await page.goto(`${environment('URL')}${paths.events(workspaceId)}`);
  await expect(page.getByText('PutBucketTagging').first()).toBeVisible(PATIENCE);
  await expectAccessible(page);
});

/** As when another tab is looked at, and this one again: a hidden page holds no connection, and catches up. */
async function see(page: Page, state: DocumentVisibilityState) {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** By the AWS CLI, as a person would; where there is none, by the SDK, and the report says so. */
async function tagBucket(account: SandboxAccount, bucket: { name: string; region: string }, owned: string) {
  const endpoint = environment('SANDBOX_URL');
  const { accessKeyId, secretAccessKey } = account;
  const Tagging = { TagSet: [{ Key: 'owner', Value: owned }] };
  if (awsCliMissing) {
    test.info().annotations.push({ type: 'changed by the SDK', description: awsCliMissing });
    console.warn(`SKIPPED, the change by the AWS CLI (it is made by the SDK): ${awsCliMissing}`);
    const credentials = { accessKeyId, secretAccessKey };
    const s3 = new S3Client({ endpoint, region: bucket.region, credentials, forcePathStyle: true });
    await s3.send(new PutBucketTaggingCommand({ Bucket: bucket.name, Tagging }));
    return;
  }
  const env = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: bucket.region,
  };
  const tagging = ['--bucket', bucket.name, '--tagging', JSON.stringify(Tagging)];
  const words = ['--endpoint-url', endpoint, 's3api', 'put-bucket-tagging', ...tagging];
  const { code, stderr } = await run('aws', words, { env });
  expect(code, stderr).toBe(0);
}
