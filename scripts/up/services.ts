import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONSOLE_SERVER } from '../build/console';
import { freePort, whyNotBindable } from '../lib/ports';
import { ROOT } from '../lib/root';
import { type InstallSecrets, remember } from './data-directory';
import type { UpOptions } from './options';
import type { ServiceDefinition } from './service';

export type ServicePorts = { sandbox: number; workerHealth: number };

/** Ports of what no person types in. They stay the same, because a rendered module may name the sandbox's. */
export async function choosePorts(dataDirectory: string): Promise<ServicePorts> {
  const made = { sandbox: await freePort(), workerHealth: await freePort() };
  const kept = remember(join(dataDirectory, 'ports.json'), () => made);
  return {
    sandbox: await keepIfFree(kept.sandbox, made.sandbox),
    workerHealth: await keepIfFree(kept.workerHealth, made.workerHealth),
  };
}

async function keepIfFree(kept: number, otherwise: number): Promise<number> {
  return (await whyNotBindable(kept, '127.0.0.1')) ? otherwise : kept;
}

/**
 * The environment of console, worker and administration: the caller's, with what `up` decides. The migrator's URL is
 * not in it: what serves requests never holds the role that owns the schema.
 */
export function coreEnvironment(
  options: UpOptions,
  runtimeUrl: string,
  secrets: InstallSecrets,
  ports: ServicePorts,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const { MOORING_MIGRATE_DATABASE_URL: _, ...inherited } = base;
  return {
    ...inherited,
    NODE_ENV: 'production',
    DATABASE_URL: runtimeUrl,
    PORT: String(options.port),
    HOSTNAME: '127.0.0.1',
    MOORING_DATA_DIR: options.dataDirectory,
    MOORING_PUBLIC_URL: options.publicUrl,
    MOORING_ISSUER_URL: options.issuerUrl,
    MOORING_SANDBOX_URL: options.sandbox ? `http://127.0.0.1:${ports.sandbox}` : undefined,
    MOORING_SEALING_KEY: base.MOORING_SEALING_KEY || secrets.sealingKey,
    MOORING_AUTH_SECRET: base.MOORING_AUTH_SECRET || secrets.authSecret,
    WORKER_HEALTH_PORT: String(ports.workerHealth),
  };
}

/** The sandbox gets nothing of Mooring's: it stands for somebody else's machine. */
function sandboxEnvironment(options: UpOptions, ports: ServicePorts): NodeJS.ProcessEnv {
  const { PATH, HOME, SANDBOX_SEED, SANDBOX_PROPAGATION_MS, SANDBOX_RESOURCES, SANDBOX_ACCOUNTS } = process.env;
  const issuers = options.issuerUrl ? { [options.issuerUrl]: `http://127.0.0.1:${options.port}` } : {};
  return {
    PATH,
    HOME,
    SANDBOX_SEED,
    SANDBOX_PROPAGATION_MS,
    SANDBOX_RESOURCES,
    SANDBOX_ACCOUNTS,
    NODE_ENV: 'production',
    SANDBOX_PORT: String(ports.sandbox),
    // A gentle life of its own, so that events have something to tell.
    SANDBOX_ACTIVITY: process.env.SANDBOX_ACTIVITY ?? '6',
    SANDBOX_ISSUER_MAP: JSON.stringify(issuers),
    SANDBOX_DATA_DIR: join(options.dataDirectory, 'sandbox'),
  };
}

/** What to start, in this order; it is stopped in the same order, so that no new work comes in first. */
export function defineServices(
  options: UpOptions,
  environment: NodeJS.ProcessEnv,
  ports: ServicePorts,
): ServiceDefinition[] {
  const logs = join(options.dataDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const define = (name: string, rest: Pick<ServiceDefinition, 'script' | 'env' | 'readyUrl' | 'stopWithinMs'>) => ({
    name,
    cwd: ROOT,
    logFile: join(logs, `${name}.log`),
    ...rest,
  });
  const console = define('console', {
    script: join(ROOT, CONSOLE_SERVER),
    env: environment,
    readyUrl: `http://127.0.0.1:${options.port}/readyz`,
    stopWithinMs: 10_000,
  });
  const worker = define('worker', {
    script: join(ROOT, 'dist/worker.mjs'),
    env: environment,
    readyUrl: `http://127.0.0.1:${ports.workerHealth}/readyz`,
    stopWithinMs: 20_000,
  });
  const sandbox = define('sandbox', {
    script: join(ROOT, 'dist/sandbox.mjs'),
    env: sandboxEnvironment(options, ports),
    readyUrl: `http://127.0.0.1:${ports.sandbox}/_sandbox/accounts`,
    stopWithinMs: 10_000,
  });
  const services = [{ ...console, cwd: join(ROOT, '.next/standalone') }, worker, ...(options.sandbox ? [sandbox] : [])];
  const missing = services.filter(({ script }) => !existsSync(script)).map(({ script }) => script);
  if (missing.length > 0) throw new Error(`The build made no ${missing.join(', ')}.`);
  return services;
}
