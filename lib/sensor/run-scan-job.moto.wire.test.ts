import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { iamCollectors } from '@/lib/collectors/aws/iam/collectors';
import { type MotoServer, startMoto } from '@/scripts/test/moto';
import { hasTool } from '@/scripts/test/tools';
import { runScanJob } from './run-scan-job';
import { fillIam } from './testing/iam-world';
import { MemoryPort } from './testing/memory-port';

const ACCOUNT = '123456789012';
const WORLD = { users: 25, keys: 8, roles: 5, groups: 2, policies: 3 };
const KEYS = { accessKeyId: 'testing', secretAccessKey: 'testing' };

describe.skipIf(!hasTool('moto_server'))('a scan of moto_server', () => {
  let url = '';
  let clients: AwsClients;
  let server: MotoServer;

  beforeAll(async () => {
    server = await startMoto();
    url = server.url;
    clients = awsClients({ credentials: KEYS, region: 'us-east-1', endpoints: { default: url } });
    await clients.sts.send(new GetCallerIdentityCommand({}));
    await fillIam(clients, ACCOUNT, WORLD);
  }, 60_000);

  afterAll(async () => {
    clients?.destroy();
    await server?.stop();
  });

  test('finds what was made', async () => {
    const types = iamCollectors.map((collector) => collector.type);
    const port = new MemoryPort({ accountId: ACCOUNT, types, endpoints: { default: url } });
    const exchange = async () => KEYS;
    expect(await runScanJob({ port, jobId: 'job', sensorId: 's', collectors: iamCollectors, exchange })).toBe(
      'finished',
    );
    expect([...port.outcomes].filter(([, { status }]) => status !== 'complete')).toEqual([]);
    expect(port.ids('AWS::IAM::User')).toHaveLength(WORLD.users);
    expect(port.ids('AWS::IAM::AccessKey')).toHaveLength(WORLD.keys);
    expect(port.ids('AWS::IAM::Role')).toHaveLength(WORLD.roles);
    expect(port.ids('AWS::IAM::Group')).toHaveLength(WORLD.groups);
    expect(port.ids('AWS::IAM::ManagedPolicy')).toHaveLength(WORLD.policies);
    const [role] = port.rows.get('AWS::IAM::Role')?.values() ?? [];
    expect(role?.resource).toMatchObject({ attributes: { maxSessionDuration: 7200 }, unread: [] });
    expect(role?.resource.relationships).toMatchObject([{ kind: 'federatedBy' }]);
  }, 60_000);
});
