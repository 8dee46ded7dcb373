import { type Env, envSchema } from '@/lib/env';
import { code, page, table } from './markdown';

type Name = keyof Env;

/** What the README shows: enough for a first install on machines of one's own. */
const IN_README = [
  'DATABASE_URL',
  'MOORING_MIGRATE_DATABASE_URL',
  'MOORING_SEALING_KEY',
  'MOORING_AUTH_SECRET',
  'MOORING_PUBLIC_URL',
  'MOORING_ISSUER_URL',
  'MOORING_AUDIENCE',
  'MOORING_AUDIT_HEAD_DIRECTORY',
  'SMTP_URL',
  'OIDC_ISSUER_URL',
] as const satisfies readonly Name[];

const names = Object.keys(envSchema.shape) as Name[];

export function environmentPage(): string {
  const isRequired = (name: Name) => !envSchema.shape[name].safeParse(undefined).success;
  return page(
    'Environment',
    ['lib/env.ts'],
    [
      'Web and worker read the same variables. An empty value counts as unset. A start with a missing or wrong variable names all of them, never their values.',
      '## Required',
      environmentTable(names.filter(isRequired)),
      'And one of `MOORING_SEALING_KEY` and `MOORING_SEALING_KEY_FILE`.',
      '## Optional',
      environmentTable(names.filter((name) => !isRequired(name))),
      'What `npm run up` and the sandbox read besides is in [commands](commands.md).',
    ],
  );
}

export function readmeEnvironmentTable(): string {
  return environmentTable(IN_README);
}

function environmentTable(shown: readonly Name[]): string {
  return table(
    ['variable', 'default', 'what it is'],
    shown.map((name) => [code(name), defaultOf(name), envSchema.shape[name].description ?? '']),
  );
}

function defaultOf(name: Name): string {
  const parsed = envSchema.shape[name].safeParse(undefined);
  if (!parsed.success) return 'required';
  return parsed.data === undefined ? 'unset' : parsed.data === '' ? 'empty' : code(String(parsed.data));
}
