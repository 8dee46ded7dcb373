import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { ec2Collectors } from '@/lib/collectors/aws/ec2/collectors';
import { createMemo } from '@/lib/collectors/memo';
import { GLOBAL_REGION } from '@/lib/collectors/types';
import { ec2Ids, fillEc2 } from './ec2';

const KEYS = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const REGION = 'us-east-1';
const onPath = ['moto_server', 'aws'].every((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0);
if (!onPath) console.warn('SKIPPED, EC2 of moto_server: moto_server or aws is not installed');

describe.skipIf(!onPath)('EC2 of moto_server', { timeout: 300_000 }, () => {
  let url = '';
  let clients: AwsClients;
  let server: ReturnType<typeof spawn>;
  let expected: Record<string, Set<string>>;

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
    server.stderr?.resume();
    clients = awsClients({ credentials: KEYS, region: REGION, endpoints: { default: url } });
    await fillEc2(url, REGION);
    expected = await ec2Ids(url, REGION);
  }, 300_000);

  afterAll(() => {
    clients?.destroy();
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  });

  test.each(ec2Collectors.map((collector) => [collector.type, collector] as const))(
    '%s: the same ids as the AWS CLI lists',
    async (type, collector) => {
      const ctx = {
        accountId: '123456789012',
        partition: 'aws',
        region: collector.scope === 'global' ? GLOBAL_REGION : REGION,
        clients,
        signal: new AbortController().signal,
        now: Date.now,
        memo: createMemo(),
        knownScope: async () => null,
      };
      const found: string[] = [];
      for await (const page of collector.list(ctx)) {
        found.push(...page.items.map((raw) => collector.normalize(raw, ctx).id));
      }
      expect(found.length).toBeGreaterThan(0);
      expect(found.sort()).toEqual([...(expected[type] ?? [])].sort());
    },
  );
});
