import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '@/lib/errors/app-error';
import { parseKubeconfig } from './kubeconfig';

const b64 = (text: string) => Buffer.from(text).toString('base64');
const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';
const whole = `
apiVersion: v1
kind: Config
current-context: inventory
contexts:
  - name: other
    context: { cluster: none, user: none }
  - name: inventory
    context: { cluster: shoot, user: bot }
clusters:
  - name: shoot
    cluster:
      server: https://api.shoot.example:6443/
      certificate-authority-data: ${b64(ca)}
users:
  - name: bot
    user:
      token: abc.def
`;
const withUser = (user: string) => whole.replace('token: abc.def', user);

describe('a kubeconfig', () => {
  test('gives the current context’s server, authority and token', () => {
    expect(parseKubeconfig(whole)).toEqual({
      server: 'https://api.shoot.example:6443',
      ca,
      auth: { token: 'abc.def' },
    });
  });

  test('may hold a client certificate instead', () => {
    const user = `{ client-certificate-data: ${b64(ca)}, client-key-data: ${b64(key)} }`;
    expect(parseKubeconfig(whole.replace('\n      token: abc.def', ` ${user}`)).auth).toEqual({ cert: ca, key });
  });

  test.each([
    ['a program', withUser('exec: { command: /bin/sh }'), /exec/],
    ['an auth-provider', withUser('auth-provider: { name: gcp }'), /auth-provider/],
    ['a program beside a token', withUser('token: a\n      exec: { command: x }'), /exec/],
    ['a password', withUser('username: a\n      password: b'), /password/],
    ['a token file', withUser('tokenFile: /etc/shadow'), /tokenFile names another file/],
    ['a key file', withUser('client-key: /root/key'), /client-key names another file/],
    ['no credential', withUser('{}'), /neither a token/],
    ['a header in the token', withUser('token: "a\\r\\nX-Y: z"'), /characters/],
    ['TLS switched off', whole.replace('server:', 'insecure-skip-tls-verify: true\n      server:'), /insecure/],
    ['a proxy', whole.replace('server:', 'proxy-url: http://p\n      server:'), /proxy-url/],
    ['a CA file', whole.replace(/certificate-authority-data: .*/, 'certificate-authority: /ca'), /embed/],
    ['a CA that is none', whole.replace(b64(ca), b64('hello')), /not a PEM certificate/],
    ['plain http', whole.replace('https://api', 'http://api'), /not an https URL/],
    ['a context that is not there', whole.replace('current-context: inventory', 'current-context: x'), /no context/],
    ['a user that is not there', whole.replace('user: bot }', 'user: nobody }'), /no user/],
    ['no clusters', whole.replace('clusters:', 'cluster:'), /clusters/],
    ['an alias bomb', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]', /aliases/],
    ['a key twice', `${whole}\nusers: []`, /line 20 is not valid YAML/],
  ])('with %s is refused', (_name, text, message) => {
    expect(() => parseKubeconfig(text)).toThrow(message);
  });

  test('of any text is read or refused, never more', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string().map(withUser)), (text) => {
        try {
          expect(parseKubeconfig(text).server).toBe('https://api.shoot.example:6443');
        } catch (error) {
          expect(isAppError(error), String(error)).toBe(true);
        }
      }),
    );
  });
});
