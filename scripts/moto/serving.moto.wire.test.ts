import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { createMemo } from '@/lib/collectors/memo';
import { collectorsOf } from '@/lib/collectors/registry';
import { run } from '../lib/run';
import { fillServing, servingIds } from './serving';

const ACCOUNT = '123456789012';
const KEYS = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const REGION = 'eu-west-1';
const COLLECTORS = (['elasticloadbalancing', 'route53', 'rds', 'dynamodb'] as const).flatMap(collectorsOf);

const onPath = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
const absent = !onPath('moto_server') || !onPath('aws');
if (absent)
  console.warn('SKIPPED, load balancers, DNS and databases beside moto: moto_server and aws are not installed');

describe.skipIf(absent)('load balancers, DNS and databases beside moto and the AWS CLI', { timeout: 240_000 }, () => {
  let url = '';
  let server: ReturnType<typeof spawn>;
  let clients: AwsClients;
  let expected: Record<string, string[]> = {};

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
    await fillServing(clients, 3, 'moto');
    expected = await servingIds(aws, { region: REGION, account: ACCOUNT });
  }, 240_000);

  afterAll(() => {
    clients?.destroy();
    // The launcher on the PATH may be a shim that starts Python as its child: the group is ended as one.
    if (server?.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  });

  async function aws(...words: string[]): Promise<unknown> {
    const { code, stdout, output } = await run('aws', ['--endpoint-url', url, '--output', 'json', ...words], {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'testing',
        AWS_SECRET_ACCESS_KEY: 'testing',
        AWS_DEFAULT_REGION: REGION,
        AWS_PAGER: '',
      },
      timeoutMs: 120_000,
    });
    if (code !== 0) throw new Error(output);
    return JSON.parse(stdout);
  }

  test.each(COLLECTORS)('$type: the ids are those of the AWS CLI’s list', async (collector) => {
    const ctx = {
      accountId: ACCOUNT,
      partition: 'aws',
      region: collector.scope === 'global' ? 'global' : REGION,
      clients,
      signal: new AbortController().signal,
      now: Date.now,
      memo: createMemo(),
      knownScope: async () => null,
    };
    const ids: string[] = [];
    const gaps: unknown[] = [];
    for await (const page of collector.list(ctx)) {
      ids.push(...page.items.map((raw) => collector.normalize(raw, ctx).id));
      gaps.push(...(page.gaps ?? []));
    }
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(ids.sort()).toEqual([...(expected[collector.type] ?? [])].sort());
    expect(gaps).toEqual([]);
  });
});
