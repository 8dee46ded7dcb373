import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { notifyChange } from '@/lib/db/changes';
import { inWorkspace } from '@/lib/db/transaction';
import { openInstall } from './testing/install';
import { buildCommand } from './testing/process';
import { seedResources } from './testing/resources';

// Each line of a test starts a process, and many tests run beside this one.
vi.setConfig({ testTimeout: 60_000 });

let install: Awaited<ReturnType<typeof openInstall>>;
let command: Awaited<ReturnType<typeof buildCommand>>;
let seeded: Awaited<ReturnType<typeof seedResources>>;
let env: Record<string, string>;

beforeAll(async () => {
  [install, command] = await Promise.all([openInstall(), buildCommand()]);
  seeded = await seedResources(install.api, 'streams', 2500);
  env = { MOORING_URL: install.url, MOORING_TOKEN: seeded.tokens.owner };
});
afterAll(async () => {
  await command?.remove();
  await install?.close();
});

const mooring = (...words: string[]) => command.run(words, { env });
const scanId = () => seeded.ids.scanId ?? '';

/** Resolves once the child's output holds `text`. */
function said(child: ReturnType<typeof command.start>['child'], text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = '';
    child.stdout.on('data', (part: string) => {
      all += part;
      if (all.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`It ended without saying ${text}: ${all}`)));
  });
}

async function setScan(data: object): Promise<void> {
  const { workspaceId } = seeded;
  await inWorkspace(install.api.db, workspaceId, async (tx) => {
    await tx.scan.update({ where: { workspaceId_id: { workspaceId, id: scanId() } }, data });
    await notifyChange(tx, `scan:${scanId()}`);
  });
}

describe('watching a scan', () => {
  test('says a line for each change and ends with it', async () => {
    await setScan({ state: 'running', finishedAt: null });
    const { child, ended } = command.start(['scans', 'watch', scanId()], { env });
    await said(child, 'running');
    await setScan({ state: 'complete', finishedAt: new Date() });
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^running {2}.*\n(running.*\n)*complete {2}.*\n$/);
  });

  test('fails with a scan that failed, and gives each state as a JSON line', async () => {
    await setScan({ state: 'failed', finishedAt: new Date() });
    const failed = await mooring('scans', 'watch', scanId(), '-o', 'jsonl');
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout.trim())).toMatchObject({ id: scanId(), state: 'failed' });
    expect((await mooring('scans', 'watch', seeded.ids.uid ?? '')).code).toBe(3);
  });

  test('opens a broken stream again', async () => {
    await setScan({ state: 'complete', finishedAt: new Date() });
    install.instead.push(() => new Response('data: {"id":"half', { headers: { 'content-type': 'text/event-stream' } }));
    const again = await mooring('scans', 'watch', scanId(), '-w', seeded.workspaceId);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(install.instead).toEqual([]);
  });

  test('Ctrl-C ends it at once, without a word', async () => {
    await setScan({ state: 'running', finishedAt: null });
    const { child, ended } = command.start(['scans', 'watch', scanId()], { env });
    await said(child, 'running');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stderr: '' });
  });
});

describe('following events', () => {
  const event = { id: 'e', time: '2026-11-21T12:00:00.000Z', name: 'PutBucketTagging', principal: { label: 'ada' } };
  const told = [
    { events: [], missed: 0 },
    { events: [event], missed: 0 },
    { events: [], missed: 7 },
  ];
  const text = `${told.map((batch) => `data: ${JSON.stringify(batch)}\n\n`).join('')}event: end\ndata: {}\n\n`;
  const answers = () => new Response(text, { headers: { 'content-type': 'text/event-stream' } });

  test('is a line an event, signs of life are none, and what was left out is said beside it', async () => {
    install.instead.push(answers);
    const table = await mooring('events', 'stream', '-w', seeded.workspaceId);
    expect(table.stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^TIME +SERVICE +NAME +PRINCIPAL LABEL/),
      expect.stringMatching(/^2026-11-21 12:00:00 UTC +- +PutBucketTagging +ada/),
    ]);
    expect(table.stderr).toContain('7 more arrived');
    install.instead.push(answers);
    const lines = await mooring('events', 'stream', '-w', seeded.workspaceId, '-o', 'json');
    expect(JSON.parse(lines.stdout)).toEqual(event);
  });
});

describe('exports', () => {
  test('goes into a file whole', async () => {
    const to = join(command.folder, 'roles.jsonl');
    const saved = await mooring('resources', 'export', '-o', 'jsonl', '--file', to, 'name:bulk*');
    expect(saved).toMatchObject({ code: 0, stdout: '' });
    const lines = (await readFile(to, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(2499);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'bulk-0001', attributes: { path: '/' } });
    const csv = await mooring('resources', 'export', '--columns', 'name', 'name:bulk-000*');
    expect(csv.stdout.trimEnd().split('\r\n')).toEqual([
      'name',
      ...Array.from({ length: 9 }, (_, n) => `bulk-000${n + 1}`),
    ]);
  });

  test('leaves nothing behind when the answer ends early', async () => {
    install.instead.push(() => {
      const parts = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('name\r\n'));
        },
        pull: (controller) => controller.error(new Error('gone')),
      });
      return new Response(parts, { headers: { 'content-type': 'text/csv' } });
    });
    const before = await readdir(command.folder);
    const { code, stderr } = await mooring('resources', 'export', '-w', seeded.workspaceId, '--file', 'broken.csv');
    expect(code).toBe(1);
    expect(stderr).toContain('ended early');
    expect(await readdir(command.folder)).toEqual(before);
  });

  test('is refused in a format that it has not', async () => {
    const { code, stderr } = await mooring('findings', 'export', '-o', 'json');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be json');
  });
});

describe('completion', () => {
  const complete = async (...words: string[]) =>
    (await mooring('completion', 'bash', '--words', '--', ...words)).stdout.trimEnd().split('\n');

  test('knows nouns, verbs, options, values and the query with what the install holds', async () => {
    expect(await complete('reso')).toEqual(['resources']);
    expect(await complete('resources', 'li')).toEqual(['list', 'list-as-of']);
    expect(await complete('findings', 'list', '--sever')).toEqual(['--severity']);
    expect(await complete('findings', 'list', '--severity', 'critical,h')).toEqual(['critical,high']);
    expect(await complete('resources', 'list', 'ag')).toEqual(['age>']);
    expect(await complete('resources', 'list', 'age>1d type:ro')).toEqual(['age>1d type:AWS::IAM::Role']);
    expect(await complete('resources', 'list', 'tag.te')).toEqual(['tag.team=']);
  });
});
