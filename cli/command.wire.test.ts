import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openInstall } from './testing/install';
import { buildCommand } from './testing/process';
import { ACCOUNT, seedResources } from './testing/resources';

// Each line of a test starts a process, and many tests run beside this one.
vi.setConfig({ testTimeout: 60_000 });

let install: Awaited<ReturnType<typeof openInstall>>;
let command: Awaited<ReturnType<typeof buildCommand>>;
let seeded: Awaited<ReturnType<typeof seedResources>>;
let env: Record<string, string>;

beforeAll(async () => {
  [install, command] = await Promise.all([openInstall(), buildCommand()]);
  seeded = await seedResources(install.api, 'payments', 450);
  env = { MOORING_URL: install.url, MOORING_TOKEN: seeded.tokens.owner };
});
afterAll(async () => {
  await command?.remove();
  await install?.close();
});
beforeEach(() => {
  install.seen.length = 0;
});

const mooring = (...words: string[]) => command.run(words, { env });
const uidOf = () => seeded.ids.uid ?? '';

describe('logging in', () => {
  test('keeps the URL and a token that works, for its owner only, and nothing shows the token', async () => {
    const file = join(command.folder, '.config/mooring/config.json');
    const bad = await command.run(['login', install.url, '--token-stdin'], { input: 'mooring_wrong\n' });
    expect(bad.code).toBe(4);
    await expect(stat(file)).rejects.toThrow('ENOENT');
    const good = await command.run(['login', install.url, '--token-stdin', '--debug'], {
      input: `${seeded.tokens.viewer}\n`,
    });
    expect(good).toMatchObject({ code: 0, stdout: '' });
    expect(good.stderr).toContain('debug: GET /api/v1/me 200');
    expect(good.stderr).not.toContain(seeded.tokens.viewer);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ url: install.url, token: seeded.tokens.viewer });
    const list = await command.run(['resources', 'list', '--page-size', '1', '-o', 'json']);
    expect(list.code).toBe(0);
    // The token is for that install: another one gets a request without it.
    const heard: (string | null)[] = [];
    const other = await openInstall();
    other.instead.push((request) => {
      heard.push(request.headers.get('authorization'));
      return new Response('{}', { status: 401 });
    });
    const elsewhere = await command.run(['me', 'get', '--url', other.url]);
    await other.close();
    expect(heard).toEqual([null]);
    expect(elsewhere.code).toBe(4);
    expect(await command.run(['logout'])).toMatchObject({ code: 0 });
    expect((await command.run(['me', 'get'])).stderr).toContain('Run mooring login');
  });
});

describe('lists', () => {
  test('follows every page, a line each, and no name steers the terminal', async () => {
    const { code, stdout } = await mooring('resources', 'list', '--all', 'tag:team');
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines).toHaveLength(451);
    expect(lines[0]).toMatch(/^TYPE +NAME +ACCOUNT +REGION +CHANGED +UID$/);
    expect(stdout).toContain('role\\u001b[2J\\u202eevil');
    expect(stdout).not.toContain('\u001b');
    expect(install.seen.filter((request) => request.includes('/resources?'))).toHaveLength(3);
  });

  test('prints all pages as one JSON answer, as lines, and as cells that are no formula', async () => {
    const [json, lines, csv] = await Promise.all([
      mooring('resources', 'list', '--all', '-o', 'json', 'name:bulk*'),
      mooring('resources', 'list', '--all', '-o', 'jsonl', '--columns', 'name,tag.team', 'name:bulk*'),
      mooring('resources', 'list', '-o', 'csv', '--columns', 'name,tag.team', '--page-size', '2', 'name:bulk*'),
    ]);
    expect(JSON.parse(json.stdout).resources).toHaveLength(449);
    expect(JSON.parse(json.stdout)).not.toHaveProperty('nextPageToken');
    const parsed = lines.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(parsed).toHaveLength(449);
    expect(parsed[0]).toEqual({ name: 'bulk-0001', 'tag.team': '=payments,"x"' });
    expect(csv.stdout.split('\r\n').slice(0, 2)).toEqual(['name,tag.team', `bulk-0001,"'=payments,""x"""`]);
    expect(csv.stderr).toContain('There is more');
  });

  test('ends quietly when its reader has enough', async () => {
    const { child, ended } = command.start(['resources', 'list', '--all', '--page-size', '5', '-o', 'json'], { env });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('has an empty list', async () => {
    expect(await mooring('resources', 'list', 'name:nobody')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing found.\n',
    });
    expect(
      JSON.parse((await mooring('resources', 'list', '--all', '-o', 'json', 'name:nobody')).stdout).resources,
    ).toEqual([]);
  });
});

describe('one thing', () => {
  test('is found by its id or ARN', async () => {
    for (const name of [uidOf(), `arn:aws:iam::${ACCOUNT}:role/deploy`]) {
      const { stdout, code } = await mooring('resources', 'get', name);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^uid +${uidOf()}\n`));
      expect(stdout).toContain('AROAEXAMPLEEXAMPLE123');
    }
  });

  test('is named as people name it, behind the verb and in an option', async () => {
    const profile = await mooring(
      'sensor-profiles',
      'add-source',
      'default',
      '--event-source-id',
      'trail',
      '-o',
      'json',
    );
    expect(profile).toMatchObject({ code: 0 });
    expect(JSON.parse(profile.stdout)).toMatchObject({ title: 'default', eventSources: [{ name: 'trail' }] });
    expect((await mooring('event-sources', 'get', 'trail')).stdout).toMatch(/^id /);
    expect(await mooring('event-sources', 'get', 'nobody')).toMatchObject({ code: 3 });
  });

  test('is written with options from the schema, a body in a file, and what is said beside it', async () => {
    const body = join(command.folder, 'body.json');
    await writeFile(body, JSON.stringify({ rule: 'bucket-public', reason: 'From the file it is.', days: 5 }));
    const created = await mooring(
      'finding-mutes',
      'create',
      '--body',
      `@${body}`,
      '--account-id',
      ACCOUNT,
      '--days',
      '9',
      '-o',
      'json',
    );
    expect(JSON.parse(created.stdout)).toMatchObject({
      rule: 'bucket-public',
      accountId: ACCOUNT,
      reason: 'From the file it is.',
    });
    const { id, until, createdAt } = JSON.parse(created.stdout);
    expect(Math.round((Date.parse(until) - Date.parse(createdAt)) / 86_400_000)).toBe(9);
    expect(await mooring('finding-mutes', 'end', id)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await mooring('finding-mutes', 'end', id)).toMatchObject({ code: 3 });
  });
});

describe('refusals', () => {
  test('a query: the same words as the API, and a caret, before anything is sent', async () => {
    const { code, stderr } = await mooring('resources', 'list', 'deploy', 'tipe:role');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be understood at character 8: There is no field tipe. Did you mean type?');
    expect(stderr).toContain('  deploy tipe:role\n         ^^^^\n');
    expect(install.seen).toEqual([]);
    const far = await mooring('resources', 'list', 'type:nonsense');
    expect(far.code).toBe(2);
    expect(far.stderr).toMatch(/ {2}type:nonsense\n {2}\^{13}\n.*No resource type is called nonsense/);
    expect(far.stderr).toMatch(/invalid_request \(HTTP 400\), request [0-9a-f-]{36}/);
  });

  test('what is missing or wrong is named by its option', async () => {
    const { code, stderr } = await mooring('findings', 'mute', uidOf(), '--days', '4000');
    expect(code).toBe(2);
    expect(stderr).toContain('--reason: This is needed.');
    expect(stderr).toContain('--days: ');
    expect((await mooring('resources', 'get', 'x', '--nope')).code).toBe(2);
    expect((await mooring('resources', 'list', '--timeout', 'x')).code).toBe(2);
    expect((await mooring('changes', 'since', 'yesterday')).stderr).toContain('yesterday is no moment');
    expect(install.seen).toEqual([]);
  });

  test('not found is 3, denied is 4, both with the request to quote', async () => {
    const missing = await mooring('resources', 'get', '01a1fc93-65e9-7025-a040-190f118ec141');
    expect(missing.code).toBe(3);
    expect(missing.stderr).toMatch(/no such resource.*\nnot_found \(HTTP 404\), request [0-9a-f-]{36}/);
    const viewer = { env: { ...env, MOORING_TOKEN: seeded.tokens.viewer } };
    const denied = await command.run(['api-tokens', 'list'], viewer);
    expect(denied).toMatchObject({ code: 4, stdout: '' });
    expect(denied.stderr).toContain('permission_denied (HTTP 403)');
  });

  test('an install that does not answer is 1 and says which', async () => {
    const { code, stderr } = await mooring('me', 'get', '--url', 'http://127.0.0.1:9');
    expect(code).toBe(1);
    expect(stderr).toMatch(/http:\/\/127\.0\.0\.1:9: connect ECONNREFUSED|bad port/);
  });
});

describe('the network', () => {
  test('a read is tried again, a write is not', async () => {
    const busy = () => new Response('{}', { status: 503, headers: { 'retry-after': '0' } });
    install.instead.push(busy, busy);
    expect((await mooring('me', 'get')).code).toBe(0);
    expect(install.seen).toEqual(['GET /api/v1/me', 'GET /api/v1/me', 'GET /api/v1/me']);
    install.seen.length = 0;
    install.instead.push(busy);
    const write = await mooring('federation', 'probe', '-w', seeded.workspaceId);
    expect(write.code).toBe(1);
    expect(install.seen).toHaveLength(1);
  });

  test('silence ends after the time-out', async () => {
    const silence = () => new Promise<Response>(() => {});
    install.instead.push(silence, silence, silence);
    const { code, stderr } = await mooring('me', 'get', '--timeout', '0.2');
    expect(code).toBe(1);
    expect(stderr).toContain('nothing came for 0.2 s');
  });

  test('an answer that is not the API’s says so', async () => {
    install.instead.push(() => new Response('<html>A proxy</html>', { headers: { 'content-type': 'text/html' } }));
    const { code, stderr } = await mooring('me', 'get');
    expect(code).toBe(1);
    expect(stderr).toContain(`is no answer of Mooring. Is ${install.url} its URL?`);
  });

  test('a redirect is not followed with the token', async () => {
    install.instead.push(...Array.from({ length: 3 }, () => () => Response.redirect('https://elsewhere.test/', 302)));
    expect((await mooring('me', 'get')).stderr).toContain('it points to https://elsewhere.test/');
  });
});
