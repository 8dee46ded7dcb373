import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freePort, isListening } from '../lib/ports';
import { ROOT } from '../lib/root';
import { Service, type ServiceDefinition } from './service';

let directory: string;
let definition: ServiceDefinition;
let services: Service[];
const said: string[] = [];
const events = {
  status: (_: string, text: string, lines: string[] = []) => void said.push(text, ...lines),
  gaveUp: vi.fn(),
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mooring-service-'));
  const port = await freePort();
  services = [];
  said.length = 0;
  definition = {
    name: 'demo',
    script: join(directory, 'demo.mjs'),
    cwd: directory,
    env: { NODE_ENV: 'test', PORT: String(port) },
    logFile: join(directory, 'demo.log'),
    readyUrl: `http://127.0.0.1:${port}/`,
    stopWithinMs: 500,
  };
  program(`
    import { createServer } from 'node:http';
    console.log('pid', process.pid);
    createServer((request, response) => (request.url === '/crash' ? process.exit(7) : response.end('ok'))).listen(Number(process.env.PORT), '127.0.0.1');`);
});

afterEach(async () => {
  await Promise.all(services.map((service) => service.stop()));
  rmSync(directory, { recursive: true, force: true });
});

function program(text: string): void {
  writeFileSync(definition.script, text);
}

function started(): Service {
  const service = new Service(definition, events);
  services.push(service);
  service.start();
  return service;
}

const pids = () =>
  readFileSync(definition.logFile, 'utf8')
    .match(/(?<=pid )\d+/g)
    ?.map(Number) ?? [];
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('is started again after a crash, and its last lines are shown', async () => {
  const service = started();
  await service.untilReady(60_000);
  await fetch(`${definition.readyUrl}crash`).catch(() => {});
  await vi.waitFor(() => expect(pids()).toHaveLength(2), { timeout: 60_000 });
  await service.untilReady(60_000);
  expect(said[0]).toContain('exit code 7');
  expect(said).toContain(`pid ${pids()[0]}`);
});

it('says why it did not start, with its last lines', async () => {
  program(`console.error('no configuration'); process.exit(3);`);
  await expect(started().untilReady(60_000)).rejects.toThrow(/ended while starting[\s\S]*no configuration/);
  expect(events.gaveUp).not.toHaveBeenCalled();
});

it('is killed when it does not stop in time', async () => {
  program(`process.on('SIGTERM', () => {});\n${readFileSync(definition.script, 'utf8')}`);
  const service = started();
  await service.untilReady(60_000);
  await service.stop();
  expect(pids().map(isAlive)).toEqual([false]);
});

it('ends when the process that started it is killed', async () => {
  const starter = join(directory, 'starter.mts');
  writeFileSync(
    starter,
    `import { Service } from ${JSON.stringify(join(ROOT, 'scripts/up/service.ts'))};
     new Service(${JSON.stringify(definition)}, { status() {}, gaveUp() {} }).start();`,
  );
  const parent = spawn(process.execPath, ['--import', 'tsx', starter], { cwd: ROOT, stdio: 'ignore' });
  const port = Number(new URL(definition.readyUrl).port);
  await vi.waitFor(async () => expect(await isListening(port)).toBe(true), { timeout: 60_000 });
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(pids().map(isAlive)).toEqual([false]), { timeout: 60_000 });
});

it('keeps its leash when a thread of it ends', async () => {
  const served = readFileSync(definition.script, 'utf8');
  // By a file: only then does a thread load what its process was started with.
  writeFileSync(
    join(directory, 'thread.mjs'),
    `import { parentPort } from 'node:worker_threads'; parentPort.postMessage('here'); setInterval(() => {}, 1000);`,
  );
  program(`
    import { once } from 'node:events';
    import { fstatSync } from 'node:fs';
    import { Worker } from 'node:worker_threads';
    const thread = new Worker(new URL('thread.mjs', import.meta.url));
    await once(thread, 'message');
    await thread.terminate();
    console.log('the leash is', fstatSync(3).isFIFO() || fstatSync(3).isSocket() ? 'held' : 'gone');
    ${served}`);
  const service = started();
  await service.untilReady(60_000);
  expect(readFileSync(definition.logFile, 'utf8')).toContain('the leash is held');
});
