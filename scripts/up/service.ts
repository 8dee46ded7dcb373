import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../lib/root';
import { killGroup } from '../lib/run';
import { lastLines, openLog } from './log-file';

export type ServiceDefinition = {
  name: string;
  /** The program, an ES module, and where it runs. */
  script: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Answers 200 when the service can work. */
  readyUrl: string;
  /** How long it may take to drain before it is killed. */
  stopWithinMs: number;
};

export type ServiceEvents = {
  status(service: string, text: string, lines?: string[]): void;
  /** It crashed too often to be started again. */
  gaveUp(service: string): void;
};

const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 5 * 60_000;
const LEASH = join(ROOT, 'scripts/up/leash.mjs');

/** One child process in a group of its own: started, watched, started again after a crash, stopped. */
export class Service {
  readonly definition: ServiceDefinition;
  readonly #events: ServiceEvents;
  readonly #crashes: number[] = [];
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #ready = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(definition: ServiceDefinition, events: ServiceEvents) {
    this.definition = definition;
    this.#events = events;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  start(): void {
    const { name, script, cwd, env, logFile } = this.definition;
    const log = openLog(logFile);
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', LEASH, script], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
    });
    closeSync(log);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) => this.#events.status(name, error.message));
      child.once('close', (code, signal) => {
        this.#child = undefined;
        // Whatever the process started itself is in its group.
        killGroup(child.pid, 'SIGKILL');
        resolve();
        // Before it was ever ready, `untilReady` tells.
        if (this.#ready && !this.#stopping.signal.aborted) void this.#crashed(signal ?? `exit code ${code}`);
      });
    });
  }

  async #crashed(how: string): Promise<void> {
    const { name, logFile } = this.definition;
    const now = Date.now();
    this.#crashes.push(now);
    const recent = this.#crashes.filter((time) => time > now - CRASH_WINDOW_MS).length;
    const lines = lastLines(logFile, 15);
    if (recent > MAX_CRASHES) {
      this.#events.status(name, `ended unexpectedly (${how}), ${recent} times in five minutes. Its last lines:`, lines);
      this.#events.gaveUp(name);
      return;
    }
    const seconds = 2 ** (recent - 1);
    this.#events.status(name, `ended unexpectedly (${how}); starting it again in ${seconds} s. Its last lines:`, lines);
    await delay(seconds * 1000, undefined, { signal: this.#stopping.signal }).catch(() => {});
    if (!this.#stopping.signal.aborted) this.start();
  }

  /**
   * Resolves when the service answers at its ready URL, or `signal` is aborted. Throws with its last lines when it
   * ends first or takes longer than `timeoutMs`.
   */
  async untilReady(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const { name, readyUrl, logFile } = this.definition;
    const deadline = Date.now() + timeoutMs;
    let last = 'no answer';
    while (this.running && !signal?.aborted) {
      last = await probe(readyUrl);
      if (last === '') {
        this.#ready = true;
        return;
      }
      if (Date.now() > deadline) break;
      await delay(100);
    }
    if (signal?.aborted) return;
    const why = this.running ? `is not ready after ${timeoutMs / 1000} s (${last})` : 'ended while starting';
    throw new Error([`The ${name} ${why}. Its log, ${logFile}, ends:`, ...lastLines(logFile, 30)].join('\n'));
  }

  /** Asks it to stop, and kills what is left of it when it does not. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const pid = this.#child?.pid;
    if (!pid) return;
    killGroup(pid, 'SIGTERM');
    const timer = setTimeout(() => killGroup(pid, 'SIGKILL'), this.definition.stopWithinMs);
    await this.#ended;
    clearTimeout(timer);
  }
}

/** Empty when the URL answers 2xx; else what it answered. */
async function probe(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
    const text = (await response.text()).slice(0, 300);
    return response.ok ? '' : `${response.status} ${text}`;
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}
