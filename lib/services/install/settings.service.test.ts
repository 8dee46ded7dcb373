import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoints } from '@/lib/schemas/install';
import { codes, openServiceFixture, type ServiceFixture } from '../testing/context';
import { awsEndpoints, storedEndpoints } from './endpoints';
import { getInstallSettings, updateInstallSettings } from './settings';

const NONE: Endpoints = { default: null, sts: null, iam: null, organizations: null, cloudformation: null };
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture({ sandboxUrl: 'http://127.0.0.1:4599' });
});
afterAll(() => f.close());
beforeEach(() => f.db.directory.installSetting.deleteMany({}));

const administrator = async () => f.administrator(await f.person({ installAdmin: true }));

describe('endpoints', () => {
  test('are set, read back, used and audited with what was before', async () => {
    const admin = await administrator();
    expect(await getInstallSettings(admin, {})).toMatchObject({ endpoints: NONE, version: 0, smtp: true });
    expect(await awsEndpoints(f.db, f.install)).toEqual({ default: 'http://127.0.0.1:4599' });
    const moto = { ...NONE, default: 'http://127.0.0.1:5000/' };
    const first = await updateInstallSettings(admin, { endpoints: moto, version: 0 });
    expect(first).toMatchObject({ endpoints: { ...NONE, default: 'http://127.0.0.1:5000' }, version: 1 });
    expect(await awsEndpoints(f.db, f.install)).toEqual({ default: 'http://127.0.0.1:5000' });
    const vpc = { ...NONE, sts: 'https://vpce-1.sts.eu-central-1.vpce.amazonaws.com' };
    expect((await updateInstallSettings(admin, { endpoints: vpc, version: 1 })).version).toBe(2);
    const entries = await f.db.directory.auditEntry.findMany({
      where: { workspaceId: null, action: 'install.update_settings' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ detail }) => detail)).toMatchObject([
      { before: null, after: { default: 'http://127.0.0.1:5000' } },
      { before: { default: 'http://127.0.0.1:5000' }, after: vpc },
    ]);
  });

  test('of two who change one version one is told of the other, the first time too', async () => {
    const admin = await administrator();
    for (const version of [0, 1]) {
      const results = await Promise.allSettled(
        ['a', 'b'].map((host) =>
          updateInstallSettings(admin, { endpoints: { ...NONE, iam: `https://${host}.example` }, version }),
        ),
      );
      expect(codes(results).filter((code) => code !== null)).toEqual(['stale_version']);
    }
    const late = updateInstallSettings(admin, { endpoints: NONE, version: 0 });
    await expect(late).rejects.toMatchObject({ code: 'stale_version' });
  });

  test.each([
    ['ftp://127.0.0.1', /http/],
    ['http://169.254.169.254', /metadata/],
    ['https://169.254.169.254', /metadata/],
    ['http://[fd00:ec2::254]', /metadata/],
    ['http://0xa9fea9fe/', /metadata/],
    ['http://sts.amazonaws.com', /https/],
    ['http://203.0.113.9:5000', /203\.0\.113\.9/],
    ['https://user:secret@sts.example.com', /user name/],
    ['https://sts.example.com/path', /path/],
    ['https://sts.example.com/?a=b', /query/],
    ['not a url', /URL/],
  ])('%s is refused', async (url, why) => {
    const set = updateInstallSettings(await administrator(), { endpoints: { ...NONE, sts: url }, version: 0 });
    const error = await set.then(
      () => null,
      (thrown: { code: string; message: string }) => thrown,
    );
    expect(error).toMatchObject({ code: 'invalid_request', details: [{ path: 'endpoints.sts' }] });
    expect(error?.message).toMatch(why);
    expect(error?.message).not.toContain('secret');
    expect((await storedEndpoints(f.db)).version).toBe(0);
  });

  test.each([
    'http://localhost:4599',
    'http://10.0.3.4:5000',
    'http://moto:5000',
    'http://localstack.tools.svc.cluster.local:4566',
    'http://[::1]:5000',
    'https://sts.eu-central-1.amazonaws.com',
  ])('%s is taken', async (url) => {
    const endpoints = { ...NONE, default: url };
    expect((await updateInstallSettings(await administrator(), { endpoints, version: 0 })).endpoints).toEqual(
      endpoints,
    );
  });

  test('a stored value that cannot be read is an error, never AWS in its place', async () => {
    await f.db.directory.installSetting.create({ data: { key: 'endpoints', value: { default: 'moto' } } });
    await expect(awsEndpoints(f.db, f.install)).rejects.toMatchObject({ code: 'internal' });
  });

  test('are not for owners of workspaces', async () => {
    const workspaceId = await f.workspace();
    const owner = f.as(await f.member(workspaceId, 'owner'), workspaceId, 'owner');
    const denied = { code: 'permission_denied' };
    await expect(getInstallSettings(owner, {})).rejects.toMatchObject(denied);
    await expect(updateInstallSettings(owner, { endpoints: NONE, version: 0 })).rejects.toMatchObject(denied);
  });
});
