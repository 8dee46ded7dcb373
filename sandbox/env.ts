import { z } from 'zod';

const environmentSchema = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4566),
  SANDBOX_ISSUER_MAP: z.string().default('{}'),
  SANDBOX_DATA_DIR: z.string().min(1).optional(),
  SANDBOX_SEED: z.coerce.number().int().min(0).default(1),
  SANDBOX_PROPAGATION_MS: z.coerce.number().int().min(0).max(60_000).default(4000),
  SANDBOX_RESOURCES: z.coerce.number().int().min(0).max(100_000).default(0),
  SANDBOX_ACCOUNTS: z.coerce.number().int().min(0).max(100).default(0),
  SANDBOX_ACTIVITY: z.coerce.number().min(0).max(60_000).default(0),
});

/** Where the listeners behind issuer URLs really are: `{"https://issuer.mooring.test": "http://127.0.0.1:3000"}`. */
export const issuerMapSchema = z.record(z.url(), z.url());
export type IssuerMap = z.infer<typeof issuerMapSchema>;

/** The sandbox's settings; the only reader of process.env in this folder. Throws a readable Error on a bad value. */
export function readSandboxEnvironment(source: NodeJS.ProcessEnv = process.env) {
  const parsed = environmentSchema.safeParse(source);
  if (!parsed.success) throw new Error(`Sandbox settings are not usable: ${z.prettifyError(parsed.error)}`);
  const environment = parsed.data;
  return {
    port: environment.SANDBOX_PORT,
    issuerMap: parseIssuerMap(environment.SANDBOX_ISSUER_MAP),
    dataDir: environment.SANDBOX_DATA_DIR,
    seed: environment.SANDBOX_SEED,
    propagationMs: environment.SANDBOX_PROPAGATION_MS,
    resources: environment.SANDBOX_RESOURCES,
    accounts: environment.SANDBOX_ACCOUNTS,
    activity: environment.SANDBOX_ACTIVITY,
  };
}

export function parseIssuerMap(text: string): IssuerMap {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The issuer map is not JSON. Write it as {"https://issuer.example": "http://127.0.0.1:3000"}.');
  }
  const parsed = issuerMapSchema.safeParse(value);
  if (!parsed.success) throw new Error(`The issuer map is not usable: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
