import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { iamCollectors } from '@/lib/collectors/aws/iam/collectors';
import { runScanJob } from './run-scan-job';
import { fillIam } from './testing/iam-world';
import { MemoryPort } from './testing/memory-port';

const ACCOUNT = '123456789012';
const WORLD = { users: 25, keys: 8, roles: 5, groups: 2, policies: 3 };
const KEYS = { accessKeyId: 'testing', secretAccessKey: 'testing' };

const onPath = spawnSync('sh', ['-c', 'command -v moto_server']).status === 0;

describe.skipIf(!onPath)('a scan of moto_server', () => {
  let url = '';
  let clients: AwsClients;
  let server: ReturnType<typeof spawn>;

  beforeAll(async () => {
    server = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    let said = '';
    while (url === '') {
      const [chunk] = (await once(server.stderr ?? server, 'data')) as [Buffer];
      said += chunk.toString();
      url = said.match(/Running on (http:\/\/127\.0\.0\.1:\d+)/)?.[1] ?? '';
    }
    clients = awsClients({ credentials: KEYS, region: 'us-east-1', endpoints: { default: url } });
    await clients.sts.send(new GetCallerIdentityCommand({}));
    await fillIam(clients, ACCOUNT, WORLD);
  }, 60_000);

  afterAll(() => {
    clients?.destroy();
    // The launcher on the PATH may be a shim that starts Python as its child: the group is ended as one.
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
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
