import { z } from 'zod';
import { CLOUD_CONTROL_SETTING } from './env-forms';

const url = z.url({ protocol: /^https?$/ });
const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');

/**
 * Every environment variable Mooring reads, and nothing else reads process.env.
 * docs/reference/environment.md is generated from these descriptions.
 */
export const envSchema = z.object({
  DATABASE_URL: z
    .string()
    .describe('PostgreSQL URL of the runtime role. It owns nothing; row-level security binds it.'),
  MOORING_MIGRATE_DATABASE_URL: z
    .string()
    .optional()
    .describe('PostgreSQL URL of the role that owns and migrates the schema. Only the migrate command uses it.'),
  MOORING_PUBLIC_URL: url
    .default('http://localhost:3000')
    .describe('Where people reach the console. Sign-in cookies and links are made for it.'),
  MOORING_ISSUER_URL: url
    .optional()
    .describe(
      'Public https base of the built-in issuer, without a port. AWS fetches <base>/oidc/<workspace>/.well-known/openid-configuration. Unset: the console says what cannot work yet.',
    ),
  MOORING_AUDIENCE: z
    .string()
    .min(1)
    .max(255)
    .default('mooring')
    .describe('Audience of our tokens, and the client id of the OIDC provider in AWS.'),
  MOORING_SEALING_KEY: z
    .string()
    .optional()
    .describe('Key-encryption keys as base64 of 32 bytes, or id:base64[,id:base64…] with the current one first.'),
  MOORING_SEALING_KEY_FILE: z
    .string()
    .optional()
    .describe('The same keys in a file, for a mounted secret. Set this or MOORING_SEALING_KEY, not both.'),
  MOORING_AUTH_SECRET: z.string().min(32).describe('Signs session cookies. At least 32 characters.'),
  MOORING_BOOTSTRAP_TOKEN: z
    .string()
    .min(24)
    .optional()
    .describe('When set at the first start, an owner API token of this value is made.'),
  MOORING_SANDBOX_URL: url
    .optional()
    .describe('The AWS sandbox. When set, every AWS call goes there and the console says SANDBOX.'),
  MOORING_TOKEN_DIRECTORY: z
    .string()
    .default('/var/run/secrets/mooring')
    .describe('Token files of host identities must lie below this directory.'),
  MOORING_FEDERATION_TOKEN_PATH: z
    .string()
    .default('/var/run/secrets/mooring/federation/token')
    .describe('Where the projected Kubernetes token is, when there is one.'),
  MOORING_OUTBOUND_ALLOW: z
    .string()
    .default('')
    .describe('Comma-separated networks (CIDR) in private ranges that outbound requests may reach.'),
  KUBERNETES_SERVICE_HOST: z.string().optional().describe('Set by Kubernetes: the cluster Mooring runs in.'),
  KUBERNETES_SERVICE_PORT: z.string().default('443').describe('Set by Kubernetes.'),
  MOORING_API_RATE_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(10)
    .max(100_000)
    .default(1200)
    .describe('Requests a minute that one user or token may make.'),
  MOORING_PROPAGATION_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(300)
    .default(60)
    .describe('How long verification waits for AWS to know a role or provider made moments ago.'),
  MOORING_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Log level of web and worker.'),
  MOORING_CLOUD_CONTROL_TYPES: z
    .string()
    .regex(
      CLOUD_CONTROL_SETTING,
      'must be "none", or "default" and types such as AWS::Batch::JobQueue, separated by commas.',
    )
    .default('default')
    .describe(
      'Types to collect through Cloud Control: none, or default (the list in docs/reference/collectors.md) and further CloudFormation types, separated by commas. The scanner role must be allowed what their read and list handlers call.',
    ),
  MOORING_DESIGN: flag.default(false).describe('Shows the component page at /design.'),
  MOORING_AUDIT_HEAD_DIRECTORY: z
    .string()
    .optional()
    .describe('Where the sealer writes signed heads of the audit chains, one file a head.'),
  HOSTNAME: z
    .string()
    .default('127.0.0.1')
    .describe('Address that the worker\u2019s health port and the console listen on.'),
  WORKER_HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(9464)
    .describe('Port of the worker\u2019s /healthz, /readyz and /metrics.'),
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(9)
    .describe('Scan jobs one worker runs at once; at most a third of them for one account.'),
  WORKER_S3_POLL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(20)
    .describe(
      'Seconds between looks for new log files of an s3 event source. CloudTrail delivers every five minutes or so.',
    ),
  SMTP_URL: z
    .string()
    .optional()
    .describe('smtp(s)://user:password@host:port. Set: invitations and resets are mailed too.'),
  SMTP_FROM: z.string().default('Mooring <mooring@localhost>').describe('Sender of mails.'),
  OIDC_ISSUER_URL: url.optional().describe('Single sign-on: the OpenID provider\u2019s issuer.'),
  OIDC_CLIENT_ID: z.string().optional().describe('Single sign-on: our client id there.'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('Single sign-on: our client secret there.'),
  OIDC_NAME: z.string().default('Single sign-on').describe('Single sign-on: the word on the button.'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').describe('Set by the start command.'),
});

export type Env = z.infer<typeof envSchema>;

/**
 * The Cloud Control types to collect, by itself: the list of collectors is read by programs that have no database too.
 * Throws what `env` would say of it.
 */
export function cloudControlSetting(): string {
  const given = process.env.MOORING_CLOUD_CONTROL_TYPES;
  const result = envSchema.shape.MOORING_CLOUD_CONTROL_TYPES.safeParse(given === '' ? undefined : given);
  if (result.success) return result.data;
  throw new Error(`MOORING_CLOUD_CONTROL_TYPES ${result.error.issues[0]?.message}`);
}

let parsed: Env | undefined;

/** The environment, parsed once. Throws one message that lists every variable that is missing or wrong. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Parses `source`; empty strings count as unset. Throws an Error that names each bad variable, never its value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = envSchema.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n${lines.join('\n')}\nSee docs/reference/environment.md.`);
}
