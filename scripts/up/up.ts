import { join } from 'node:path';
import { buildAll } from '../build/build';
import { whyNotBindable } from '../lib/ports';
import { ROOT } from '../lib/root';
import { killRunning } from '../lib/run';
import { migrate } from '../migrate/migrate';
import { ensurePostgres } from '../pg/postgres';
import { type BootstrapLink, bootstrapLink } from './administration';
import { type InstallSecrets, readSecrets, takeDataDirectory } from './data-directory';
import type { UpOptions } from './options';
import { Service } from './service';
import { choosePorts, coreEnvironment, defineServices } from './services';
import { phase, say } from './terminal';
import { UserError } from './user-error';

const READY_WITHIN_MS = 60_000;

/** What was started, as ways to stop it, first to last. */
type Stops = { name: string; stop(): Promise<void> | void }[];

type Started = { link: BootstrapLink; sandboxUrl: string | undefined };

/**
 * Starts everything and resolves when `stop` is aborted or a service could not be kept running, after all of it has
 * stopped. Throws what kept it from starting, with nothing left running.
 */
export async function up(options: UpOptions, stop: AbortController): Promise<void> {
  const start = performance.now();
  const lock = takeDataDirectory(options.dataDirectory, options.publicUrl);
  const stops: Stops = [];
  stop.signal.addEventListener('abort', killRunning);
  try {
    await requirePort(options.port);
    const { link, sandboxUrl } = await startAll(options, stops, stop);
    lock.announce({ url: options.publicUrl, sandboxUrl });
    if (!stop.signal.aborted) announce(options, link, sandboxUrl, (performance.now() - start) / 1000);
    await aborted(stop.signal);
  } catch (error) {
    // What a signal interrupted did not fail.
    if (!stop.signal.aborted) throw error;
  } finally {
    for (const each of stops) {
      const began = performance.now();
      await each.stop();
      say(each.name, `stopped in ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
    lock.release();
  }
}

async function startAll(options: UpOptions, stops: Stops, stop: AbortController): Promise<Started> {
  const secrets = readSecrets(options.dataDirectory);
  const { signal } = stop;
  await phase(
    'build',
    () => buildAll(),
    ({ console }) => (console ? 'console built' : 'console unchanged'),
  );
  signal.throwIfAborted();
  const database = options.database ?? (await startDatabase(options, secrets, stops));
  signal.throwIfAborted();
  await phase(
    'migrate',
    () => migrate({ ...database, directory: join(ROOT, 'prisma/migrations'), log: (line) => say('migrate', line) }),
    (applied) => (applied.length > 0 ? `${applied.length} applied` : 'up to date'),
  );
  const ports = await choosePorts(options.dataDirectory);
  const environment = coreEnvironment(options, database.runtimeUrl, secrets, ports);
  const services = defineServices(options, environment, ports).map(
    (definition) => new Service(definition, { status: say, gaveUp: () => stop.abort(new Error('A service gave up.')) }),
  );
  stops.unshift(...services.map((service) => ({ name: service.definition.name, stop: () => service.stop() })));
  for (const service of services) service.start();
  await Promise.all(
    services.map((service) => phase(service.definition.name, () => service.untilReady(READY_WITHIN_MS, signal))),
  );
  signal.throwIfAborted();
  return { link: await bootstrapLink(environment), sandboxUrl: environment.MOORING_SANDBOX_URL };
}

async function startDatabase(options: UpOptions, secrets: InstallSecrets, stops: Stops) {
  const home = join(options.dataDirectory, 'postgres');
  const postgres = await phase(
    'postgresql',
    () => ensurePostgres({ home }),
    ({ port }) => `port ${port}`,
  );
  stops.push({ name: 'postgresql', stop: () => postgres.stop() });
  const runtime = new URL(postgres.migrateUrl);
  runtime.username = 'mooring_app';
  runtime.password = secrets.databasePassword;
  return { migrateUrl: postgres.migrateUrl, runtimeUrl: runtime.toString() };
}

async function requirePort(port: number): Promise<void> {
  const why = await whyNotBindable(port, '127.0.0.1');
  if (!why) return;
  const reason = why === 'EADDRINUSE' ? 'is in use by another program' : `cannot be listened on (${why})`;
  throw new UserError(`Port ${port} ${reason}. Choose another: PORT=${port < 65_000 ? port + 1 : 3000} npm run up`);
}

function announce(options: UpOptions, link: BootstrapLink, sandboxUrl: string | undefined, seconds: number): void {
  const lines = [
    '',
    `Mooring is ready in ${seconds.toFixed(1)} s.`,
    '',
    `  Console              ${options.publicUrl}`,
    ...('url' in link ? [`  First administrator  ${link.url}`, '                       (this link works once)'] : []),
    ...(sandboxUrl ? [`  AWS                  SANDBOX, a stand-in on this machine: ${sandboxUrl}/_sandbox/`] : []),
    `  Command line         npm run mooring -- login ${options.publicUrl}`,
    `  Logs                 ${join(options.dataDirectory, 'logs')}`,
    '',
    'Ctrl-C stops all of it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
