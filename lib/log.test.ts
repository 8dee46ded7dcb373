import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AppError } from './errors/app-error';
import { createLogger, withLogContext } from './log';
import { redactText, redactValue } from './log-redact';

function capture() {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const now = () => new Date('2026-11-21T00:00:00Z');
  const logger = createLogger({ level: 'debug', name: 'web', now }, { write });
  return { logger, text: () => lines.join(''), parsed: () => lines.map((line) => JSON.parse(line)) };
}

const jwt = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.c2lnbmF0dXJl`;
const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzz9Q';
const kek = randomBytes(32).toString('base64');
const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----';

describe('what is removed from text', () => {
  test.each([
    ['a JWT', `token was ${jwt} .`, jwt],
    ['an AWS secret access key', `secret ${awsSecret} found`, awsSecret],
    ['a session token', `x IQoJ${'aB3/'.repeat(40)} y`, 'aB3/aB3/'],
    ['a bearer header', 'Authorization: Bearer abc.def-123', 'abc.def-123'],
    ['a basic header', 'authorization=Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['a SigV4 header', 'AWS4-HMAC-SHA256 Credential=AKIA/2026, Signature=0abc', '0abc'],
    ['a password in a URL', 'postgres://mooring:hunter2@db:5432/x', 'hunter2'],
    ['a password with @ in a URL', 'postgres://mooring:p@ss@db/x', 'p@ss'],
    ['a presigned URL', 'https://x/?X-Amz-Signature=0badc0de&y=1', '0badc0de'],
    ['a password assignment', 'password=hunter2 next', 'hunter2'],
    ['a JSON password', '{"adminPassword":"hunter2"}', 'hunter2'],
    ['a sealing key', `MOORING_SEALING_KEY was ${kek}`, kek],
    ['a private key', pem, 'MIIEvQ'],
    ['a terminal escape', 'name\u001b[2Jcleared', '\u001b'],
    ['a reordering mark', 'safe\u202etxt.exe', '\u202e'],
  ])('%s', (_name, text, secret) => {
    expect(text).toContain(secret);
    expect(redactText(text)).not.toContain(secret);
  });

  test.each([
    'arn:aws:iam::339712905844:role/mooring-scanner-0a1b2c3d',
    'AKIAIOSFODNN7EXAMPLE',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f',
    'https://issuer.mooring.test/oidc/01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f/.well-known/openid-configuration',
    'line one\n\tline two',
  ])('%s stays', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('a megabyte of near misses takes no time', () => {
    for (const piece of ['eyJ', 'a:', 'A1b/', 'password ', '-----BEGIN ', 'x://y:']) {
      const started = performance.now();
      redactText(piece.repeat(200_000));
      expect(performance.now() - started).toBeLessThan(500);
    }
  });
});

describe('what is removed from objects', () => {
  test('fields by name, however written, at any depth', () => {
    const secret = { secretAccessKey: 's1', nested: [{ 'x-amz-security-token': 's2', Set_Cookie: 's3' }] };
    const text = JSON.stringify(redactValue({ ...secret, nextPageToken: 'cursor', tokenPath: '/var/run/t' }));
    expect(text).not.toMatch(/s1|s2|s3/);
    expect(text).toContain('cursor');
    expect(text).toContain('/var/run/t');
  });

  test('the private members of a JWK', () => {
    expect(redactValue({ kty: 'RSA', kid: 'k', n: 'n', e: 'AQAB', d: 'private', p: 'prime' })).toEqual({
      kty: 'RSA',
      kid: 'k',
      n: 'n',
      e: 'AQAB',
      d: '[redacted]',
      p: '[redacted]',
    });
  });

  test('cycles, throwing getters, deep and large values are survived', () => {
    const cyclic: Record<string, unknown> = { list: new Array(100_000).fill(1), bytes: Buffer.alloc(9) };
    cyclic.self = cyclic;
    Object.defineProperty(cyclic, 'trap', { enumerable: true, get: () => Number.NaN.toFixed(999) });
    const text = JSON.stringify(redactValue(cyclic));
    expect(text.length).toBeLessThan(2000);
    expect(text).toContain('[unreadable]');
    expect(text).toContain('[9 bytes]');
  });
});

describe('the logger', () => {
  test('redacts messages, fields, bindings, arguments, errors and their causes', () => {
    const { logger, text, parsed } = capture();
    const cause = new Error(`upstream said ${jwt}`);
    logger.child({ password: 'hunter2', url: `https://u:hunter2@h/` }).info({ token: jwt }, `got ${jwt}`);
    logger.error(new AppError('internal', 'It failed.', { cause }));
    logger.warn({ err: cause, headers: { authorization: `Bearer ${jwt}` } }, 'value %s', jwt);
    expect(text()).not.toContain(jwt);
    expect(text()).not.toContain('hunter2');
    expect(parsed()[1]).toMatchObject({
      level: 'error',
      msg: 'It failed.',
      err: { code: 'internal', type: 'AppError' },
    });
    expect(parsed()[1].err.cause.message).toBe('upstream said [redacted]');
  });

  test('every line of a request carries its ids, and those of a job inside it', () => {
    const { logger, parsed } = capture();
    withLogContext({ requestId: 'r1' }, () => {
      logger.info('outer');
      withLogContext({ jobId: 'j1' }, () => logger.info('inner'));
    });
    logger.info('outside');
    const [outer, inner, outside] = parsed();
    expect(outer).toMatchObject({ process: 'web', requestId: 'r1', time: '2026-11-21T00:00:00.000Z' });
    expect(inner).toMatchObject({ requestId: 'r1', jobId: 'j1' });
    expect(outside).not.toHaveProperty('requestId');
  });

  test('respects its level', () => {
    const { logger, text } = capture();
    logger.trace('quiet');
    expect(text()).toBe('');
  });
});
