import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { QuarantineReason } from '@/lib/schemas/event-source';
import { DecodeFault } from './fault';
import type { DecodeLimits } from './limits';
import { type SiftedFile, siftLogFile } from './log-file';

export type SiftQuestion = {
  id: number;
  compressed: Uint8Array;
  deliveryId: string;
  limits: DecodeLimits;
  how: { whole: boolean; digest: boolean };
};
export type SiftAnswer =
  | { id: number; file: SiftedFile; fault?: undefined }
  | { id: number; fault: { reason: QuarantineReason; message: string } };

type Task = Omit<SiftQuestion, 'id'> & { resolve(file: SiftedFile): void; reject(error: unknown): void };
type Thread = { worker: Worker; task: Task | null; idle: NodeJS.Timeout | null };

/** Heap of one thread; `DecodeLimits.values` keep well below it, because V8 may end the process where it is reached. */
const HEAP_MB = 1024;
const IDLE_MS = 10_000;
const TASK_MS = 60_000;

/**
 * Threads that inflate and sift log files, so that the event loop stays free and two cores work. They start when needed and
 * end when idle; a thread has one file at a time, which bounds the memory by their number.
 */
export class DecodePool {
  private readonly threads = new Set<Thread>();
  private readonly waiting: Task[] = [];
  private closed = false;

  constructor(
    private readonly size = Math.min(2, availableParallelism()),
    private readonly program: URL | null = threadProgram(),
  ) {}

  /** As `siftLogFile`. Rejects with a DecodeFault; one that runs out of memory or time is `too_large`. */
  sift(task: Omit<SiftQuestion, 'id'>): Promise<SiftedFile> {
    if (this.closed) return Promise.reject(new Error('The decoding threads are closed.'));
    // A program bundled without its threads decodes by itself.
    if (this.program === null) return inline(task);
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...task, resolve, reject });
      this.next();
    });
  }

  get ended(): boolean {
    return this.closed;
  }

  /** Ends the threads, with what they are at. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    let thread = [...this.threads].find(({ task }) => task === null);
    if (thread === undefined && this.program && this.threads.size < this.size) thread = this.start(this.program);
    const task = thread && this.waiting.shift();
    if (!thread || !task) return;
    this.run(thread, task);
  }

  private run(thread: Thread, task: Task): void {
    const { resolve, reject, ...question } = task;
    if (thread.idle) clearTimeout(thread.idle);
    thread.task = task;
    thread.worker.ref();
    thread.idle = setTimeout(() => void thread.worker.terminate(), TASK_MS).unref();
    thread.worker.postMessage({ id: 0, ...question } satisfies SiftQuestion);
  }

  private start(program: URL): Thread {
    const worker = new Worker(program, {
      name: 'mooring-decode',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      ...(program.pathname.endsWith('.ts') ? { execArgv: ['--import', 'tsx'] } : {}),
    });
    const thread: Thread = { worker, task: null, idle: null };
    this.threads.add(thread);
    worker.on('message', (answer: SiftAnswer) => this.done(thread, answer));
    // An 'error' comes before 'exit', which settles what the thread was at.
    let failure: unknown = null;
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', () => this.gone(thread, failure));
    return thread;
  }

  private done(thread: Thread, answer: SiftAnswer): void {
    const { task } = thread;
    thread.task = null;
    if (thread.idle) clearTimeout(thread.idle);
    thread.idle = setTimeout(() => void thread.worker.terminate(), IDLE_MS).unref();
    thread.worker.unref();
    if (answer.fault) task?.reject(new DecodeFault(answer.fault.reason, answer.fault.message));
    else task?.resolve(answer.file);
    this.next();
  }

  private gone(thread: Thread, failure: unknown): void {
    this.threads.delete(thread);
    if (thread.idle) clearTimeout(thread.idle);
    thread.task?.reject(this.closed ? new Error('The decoding threads are closed.') : endOf(failure));
    for (const task of this.closed ? this.waiting.splice(0) : [])
      task.reject(new Error('The decoding threads are closed.'));
    this.next();
  }
}

let shared: DecodePool | null = null;

/** The process's own threads, made anew after they were closed: however many sources it reads, this bounds what decoding takes. */
export function decodePool(): DecodePool {
  if (shared === null || shared.ended) shared = new DecodePool();
  return shared;
}

function endOf(failure: unknown): unknown {
  const { code } = (failure ?? {}) as { code?: string };
  if (failure !== null && code !== 'ERR_WORKER_OUT_OF_MEMORY') return failure;
  return new DecodeFault('too_large', `Decoding it takes more than ${HEAP_MB} MB or ${TASK_MS / 1000} s.`);
}

async function inline({ compressed, deliveryId, limits, how }: Omit<SiftQuestion, 'id'>): Promise<SiftedFile> {
  return siftLogFile(compressed, deliveryId, limits, how);
}

/** A bundle's threads stand beside it (scripts/build/bundles.ts); in the tree it is the source, which tsx loads. */
function threadProgram(): URL | null {
  const name = import.meta.url.endsWith('.ts') ? 'thread.ts' : 'decode-thread.mjs';
  if (!import.meta.url.startsWith('file:')) return null;
  // Not `new URL(name, import.meta.url)`: the console's bundler would look for that file.
  const program = new URL(import.meta.url.replace(/[^/]*$/, name));
  return existsSync(fileURLToPath(program)) ? program : null;
}
