import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../lib/root';
import { readOptions } from './options';

it('has defaults for one machine with a sandbox', () => {
  expect(readOptions([], {} as NodeJS.ProcessEnv)).toEqual({
    port: 3000,
    sandbox: true,
    dataDirectory: join(ROOT, '.mooring'),
    publicUrl: 'http://localhost:3000',
    issuerUrl: 'https://issuer.mooring.test',
    database: undefined,
  });
});

it('names no issuer without a sandbox, because AWS must reach it', () => {
  const options = readOptions(['--no-sandbox'], { PORT: '8080' } as unknown as NodeJS.ProcessEnv);
  expect(options).toMatchObject({ sandbox: false, issuerUrl: undefined, publicUrl: 'http://localhost:8080' });
});

it.each([
  [['--sandbox'], {}, '--help'],
  [[], { PORT: 'web' }, 'PORT'],
  [[], { PORT: '65536' }, 'PORT'],
  [[], { DATABASE_URL: 'postgresql://a' }, 'MOORING_MIGRATE_DATABASE_URL is missing'],
  [[], { MOORING_MIGRATE_DATABASE_URL: 'postgresql://a' }, 'DATABASE_URL is missing'],
])('refuses %j with %j and says why', (argv, env, message) => {
  expect(() => readOptions(argv, env as unknown as NodeJS.ProcessEnv)).toThrow(message);
});
