import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutbound } from '@/lib/net/outbound';
import { describeFederation } from '../describe';
import { retrieve } from './registry';
import { readTokenFile } from './token-file';

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object) => `${segment({ alg: 'RS256', kid: 'k' })}.${segment(claims)}.c2ln`;
const now = new Date('2026-11-21T10:00:00Z');
const projected = {
  iss: 'https://oidc.cluster.example/id/1',
  sub: 'system:serviceaccount:mooring:worker',
  aud: ['mooring'],
  iat: now.getTime() / 1000 - 60,
  exp: now.getTime() / 1000 + 3000,
  'kubernetes.io': { namespace: 'mooring', serviceaccount: { name: 'worker' } },
};

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mooring-token-'));
  dir = join(root, 'identities');
  await mkdir(dir);
});
afterEach(() => rm(root, { recursive: true }));

const read = (path: string, directories = [dir]) =>
  retrieve(
    { kind: 'token_file', path },
    { operatorDirectories: directories, outbound: createOutbound(), now: () => now },
  );

describe('a token file', () => {
  test('is read again at every call', async () => {
    const path = join(dir, 'token');
    for (const subject of ['first', 'second']) {
      await writeFile(path, `${token({ ...projected, sub: subject })}\n`);
      expect(await read(path)).toMatchObject({ via: 'token', expiresAt: new Date(projected.exp * 1000) });
      expect((await readTokenFile(path, { operatorDirectories: [dir] })).claims.subject).toBe(subject);
    }
  });

  test('mounted as Kubernetes does, through links inside its directory, is read', async () => {
    await mkdir(join(dir, '..data-1'));
    await writeFile(join(dir, '..data-1', 'token'), token(projected));
    await symlink('..data-1', join(dir, '..data'));
    await symlink('..data/token', join(dir, 'token'));
    expect((await read(join(dir, 'token'))).via).toBe('token');
  });

  test('caught empty or cut off in mid-rotation is read again', async () => {
    const path = join(dir, 'token');
    for (const partial of ['', token(projected).slice(0, 40), token(projected).replace(/c2ln$/, '')]) {
      await writeFile(path, partial);
      const reading = read(path);
      await writeFile(join(dir, 'new'), token(projected));
      await rename(join(dir, 'new'), path);
      expect((await reading).via).toBe('token');
    }
  });

  test('that stays unusable is explained without being quoted', async () => {
    const path = join(dir, 'token');
    await writeFile(path, '');
    await expect(read(path)).rejects.toThrow(/the file is empty/);
    await writeFile(path, token(projected).slice(0, 60));
    const error = await read(path).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/cut off/);
    expect(String(error)).not.toContain(token(projected).slice(0, 40));
  });

  test('that expired is refused with its time', async () => {
    await writeFile(join(dir, 'token'), token({ ...projected, exp: now.getTime() / 1000 }));
    await expect(read(join(dir, 'token'))).rejects.toThrow(/expired at 2026-11-21T10:00:00.000Z/);
  });
});

describe('no other file is read', () => {
  test('outside, beside, above, or through a link out of the directory', async () => {
    await writeFile(join(root, 'outside'), token(projected));
    await mkdir(join(root, 'identities-not'));
    await writeFile(join(root, 'identities-not', 'token'), token(projected));
    await symlink(join(root, 'outside'), join(dir, 'link'));
    await symlink(root, join(dir, 'up'));
    const paths = ['../outside', '../identities-not/token', 'link', 'up/outside', '.'].map((path) => `${dir}/${path}`);
    for (const path of paths) await expect(read(path), path).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(read('/etc/passwd')).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(read(join(dir, 'link'), [])).rejects.toMatchObject({ code: 'permission_denied' });
  });

  test('a relative path, a missing file, a directory, a pipe, a huge file', async () => {
    await expect(read('token')).rejects.toThrow(/absolute/);
    await expect(read(`${dir}/a\0b`)).rejects.toThrow(/absolute/);
    await expect(read(join(dir, 'missing'))).rejects.toThrow(/does not exist/);
    await mkdir(join(dir, 'folder'));
    await expect(read(join(dir, 'folder'))).rejects.toThrow(/not a regular file/);
    execFileSync('mkfifo', [join(dir, 'pipe')]);
    await expect(read(join(dir, 'pipe'))).rejects.toThrow(/not a regular file/);
    await writeFile(join(dir, 'huge'), 'x'.repeat(30_000));
    await expect(read(join(dir, 'huge'))).rejects.toThrow(/larger than 20000 bytes/);
  });
});

describe('federation facts', () => {
  const describeFile = () =>
    describeFederation({ kind: 'token_file', path: join(dir, 'token'), operatorDirectories: [dir] });

  test('of a projected token are read from it', async () => {
    await writeFile(join(dir, 'token'), token(projected));
    expect(await describeFile()).toEqual({
      issuerKind: 'kubernetes',
      issuerUrl: projected.iss,
      audience: 'mooring',
      subject: projected.sub,
      namespace: 'mooring',
      serviceAccount: 'worker',
      tokenPath: join(dir, 'token'),
      discoveryUrl: `${projected.iss}/.well-known/openid-configuration`,
      tokenExpiresAt: new Date(projected.exp * 1000),
    });
  });

  test('that the token does not hold are null, not guessed', async () => {
    await writeFile(join(dir, 'token'), token({ ...projected, sub: 'repo:a/b' }));
    expect(await describeFile()).toMatchObject({ issuerKind: 'external', namespace: null, serviceAccount: null });
    const lying = { ...projected, 'kubernetes.io': { namespace: 'other' } };
    await writeFile(join(dir, 'token'), token(lying));
    expect(await describeFile()).toMatchObject({ issuerKind: 'external', namespace: null });
  });

  test('need exactly one audience', async () => {
    await writeFile(join(dir, 'token'), token({ ...projected, aud: ['a', 'b'] }));
    await expect(describeFile()).rejects.toThrow(/2 audiences/);
  });
});
