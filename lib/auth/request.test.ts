import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address';
import { isOffered } from './offered-paths';
import { assertSameOrigin } from './origin';

describe('assertSameOrigin', () => {
  const check = (origin: string | null) =>
    assertSameOrigin(new Headers(origin === null ? {} : { origin }), 'https://mooring.example.test/');

  test('takes our own origin', () => {
    expect(() => check('https://mooring.example.test')).not.toThrow();
  });

  test.each([
    null,
    'null',
    'http://mooring.example.test',
    'https://mooring.example.test:8443',
    'https://mooring.example.test.evil.example',
    'https://sub.mooring.example.test',
  ])('refuses %s', (origin) => {
    expect(() => check(origin)).toThrow(expect.objectContaining({ code: 'permission_denied' }));
  });
});

describe('clientAddress', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['1.2.3.4, 203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['1.2.3.4, unknown', null],
    ['', null],
  ])('of "%s" is %s', (value, address) => {
    expect(clientAddress(new Headers({ 'x-forwarded-for': value }))).toBe(address);
  });
});

describe('isOffered', () => {
  test.each(['/api/auth/sign-in/email', '/api/auth/callback/sso?code=x'])('%s', (path) => {
    expect(isOffered(`https://m.test${path}`)).toBe(true);
  });

  test.each([
    '/api/auth/sign-up/email',
    '/api/auth/callback/google',
    '/api/auth/sign-in/email/',
    '/api/auth',
    '/sign-out',
  ])('not %s', (path) => {
    expect(isOffered(`https://m.test${path}`)).toBe(false);
  });
});
