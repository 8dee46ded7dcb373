import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/lib/ports';
import { ROOT } from '../../scripts/lib/root';
import { destroyPostgres } from '../../scripts/pg/postgres';

export type Mooring = {
  /** The console and the API. */
  url: string;
  /** The sandbox; undefined with `--no-sandbox`. */
  sandboxUrl: string | undefined;
  /** An owner API token, made by MOORING_BOOTSTRAP_TOKEN. */
  token: string;
  /** The one-time link of the first install administrator. */
  firstAdministratorUrl: string;
  dataDirectory: string;
  stop(): Promise<void>;
};

const READY_WITHIN_MS = 300_000;

/** Starts a whole Mooring as `npm run up` does, on free ports and a throw-away data directory. */
export async function startMooring({
  args = [],
  env = {},
}: {
  args?: string[];
  env?: Record<string, string>;
} = {}): Promise<Mooring> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'mooring-e2e-'));
  chmodSync(dataDirectory, 0o711);
  const token = `mooring_${randomBytes(24).toString('base64url')}`;
  const port = await freePort();
  const child = spawn(process.execPath, ['scripts/up.mjs', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Only what a spec does may change anything.
      SANDBOX_ACTIVITY: '0',
      ...env,
      PORT: String(port),
      MOORING_DATA_DIR: dataDirectory,
      MOORING_BOOTSTRAP_TOKEN: token,
    },
  });
  const stop = async () => {
    await end(child);
    await destroyPostgres(join(dataDirectory, 'postgres'));
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    const output = await untilReady(child);
    const state = JSON.parse(readFileSync(join(dataDirectory, 'up.json'), 'utf8')) as {
      url: string;
      sandboxUrl?: string;
    };
    return {
      url: state.url,
      sandboxUrl: state.sandboxUrl,
      token,
      firstAdministratorUrl: /First administrator\s+(\S+)/.exec(output)?.[1] ?? '',
      dataDirectory,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`Mooring is not up after ${READY_WITHIN_MS / 1000} s:\n${output}`)),
      READY_WITHIN_MS,
    );
    let ready = false;
    const take = (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      // A service that crashes is started again: whoever looks for what a test waited for in vain must see it.
      if (ready && text.includes('ended unexpectedly')) process.stderr.write(text);
      if (ready) return;
      output += text;
      ready = output.includes('Ctrl-C stops all of it.');
      if (!ready) return;
      clearTimeout(timer);
      resolve(output);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Mooring ended while starting (exit code ${code}):\n${output}`));
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
