import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsClients, awsClients } from '@/lib/aws/clients';
import { createMemo } from '@/lib/collectors/memo';
import { collectorByType } from '@/lib/collectors/registry';
import type { AnyCollector, CollectContext, Gap, NormalizedResource } from '@/lib/collectors/types';
import { run } from '../lib/run';
import { fillStorage, STORAGE_LISTS, storageId } from './storage';

const ACCOUNT = '123456789012';
const KEYS = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const COUNTS = { buckets: 7, keys: 12, queues: 15, topics: 110, secrets: 9 };
const REGIONS = ['us-east-1', 'eu-west-1'];

const onPath = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
const absent = !onPath('moto_server') || !onPath('aws');
if (absent) console.warn('SKIPPED, storage and messaging beside moto: moto_server and aws are not both installed');

describe.skipIf(absent)('collectors of storage and messaging beside moto and the AWS CLI', { timeout: 240_000 }, () => {
  let url = '';
  let server: ReturnType<typeof spawn>;
  const clients = new Map<string, AwsClients>();

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
    for (const region of REGIONS) {
      const made = awsClients({ credentials: KEYS, region, endpoints: { default: url } });
      clients.set(region, made);
      await fillStorage(made, COUNTS, `moto-${region}`);
    }
  }, 120_000);

  afterAll(() => {
    for (const each of clients.values()) each.destroy();
    // The launcher on the PATH may be a shim that starts Python as its child: the group is ended as one.
    if (server?.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  });

  const memo = createMemo();
  const contextOf = (region: string): CollectContext => ({
    accountId: ACCOUNT,
    partition: 'aws',
    region,
    clients: clients.get(region) as AwsClients,
    signal: new AbortController().signal,
    now: Date.now,
    memo,
    knownScope: async () => null,
  });

  async function collected(collector: AnyCollector): Promise<{ resources: NormalizedResource[]; gaps: Gap[] }> {
    const [resources, gaps]: [NormalizedResource[], Gap[]] = [[], []];
    for (const region of REGIONS) {
      for await (const page of collector.list(contextOf(region))) {
        gaps.push(...(page.gaps ?? []));
        resources.push(...page.items.map((raw) => collector.normalize(raw, contextOf(region))));
      }
    }
    return { resources, gaps };
  }

  async function printed(args: readonly string[], query: string, region: string): Promise<string[]> {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', AWS_PAGER: '' };
    const words = ['--endpoint-url', url, '--region', region, '--output', 'json', ...args, '--query', query];
    const { code, stdout, output } = await run('aws', words, { env, timeoutMs: 60_000 });
    expect(output && code).toBe(0);
    return JSON.parse(stdout) as string[];
  }

  test.each(STORAGE_LISTS)(
    '$type: the same ids as the AWS CLI lists, and every part read',
    async ({ type, args, query, prefix }) => {
      const theirs = new Set<string>();
      for (const region of REGIONS) {
        for (const each of await printed(args, query, region))
          theirs.add(storageId(prefix, each, { region, account: ACCOUNT }));
      }
      const collector = collectorByType(type);
      if (collector === undefined) throw new Error(`Nothing collects ${type}.`);
      const { resources, gaps } = await collected(collector);
      expect(theirs.size).toBeGreaterThan(10);
      expect(resources.map(({ id }) => id).sort()).toEqual([...theirs].sort());
      expect([...new Set(gaps.map(({ aspect, code }) => `${aspect} ${code}`))]).toEqual([]);
      const listed = resources.at(-1);
      const ref = { id: listed?.id ?? '', name: listed?.name ?? '', ...(listed?.arn ? { arn: listed.arn } : {}) };
      const ctx = contextOf(listed?.region ?? '');
      const { found } = await collector.getMany(ctx, [ref]);
      expect(found.map(({ raw }) => collector.normalize(raw, ctx).attributes)).toEqual([listed?.attributes]);
    },
  );
});
