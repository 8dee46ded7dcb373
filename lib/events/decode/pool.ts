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
/** `tasks`: what it was asked; it is at the first. */
type Thread = { worker: Worker; tasks: Task[]; idle: NodeJS.Timeout | null };

/** Heap of one thread; `DecodeLimits.values` keep well below it, because V8 may end the process where it is reached. */
const HEAP_MB = 1024;
const IDLE_MS = 10_000;
const TASK_MS = 60_000;
/** A file of at most so many bytes is given to a thread while it is at another, so that it need not wait for this one. */
const AHEAD_BYTES = 4 * 1024 * 1024;

/**
 * Threads that inflate and sift log files, so that the event loop stays free and two cores work. They start when needed and
 * end when idle; a thread inflates one file at a time, which bounds the memory by their number.
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
    for (let task = this.waiting[0]; task !== undefined; task = this.waiting[0]) {
      const thread = this.threadFor(task);
      if (thread === null) return;
      this.waiting.shift();
      this.ask(thread, task);
    }
  }

  private threadFor({ compressed }: Task): Thread | null {
    const threads = [...this.threads];
    const free = threads.find(({ tasks }) => tasks.length === 0);
    if (free) return free;
    if (this.program && this.threads.size < this.size) return this.start(this.program);
    if (compressed.length > AHEAD_BYTES) return null;
    return threads.find(({ tasks }) => tasks.length === 1) ?? null;
  }

  private ask(thread: Thread, task: Task): void {
    const { resolve, reject, compressed, ...question } = task;
    if (thread.tasks.length === 0) this.limit(thread, TASK_MS);
    thread.tasks.push(task);
    thread.worker.ref();
    // All of the memory that a view is of would be copied.
    const own = compressed.length === compressed.buffer.byteLength ? compressed : new Uint8Array(compressed);
    thread.worker.postMessage({ id: 0, ...question, compressed: own } satisfies SiftQuestion);
  }

  private limit(thread: Thread, ms: number): void {
    if (thread.idle) clearTimeout(thread.idle);
    thread.idle = setTimeout(() => {
      // One that ends must not be asked any more.
      if (thread.tasks.length === 0) this.threads.delete(thread);
      void thread.worker.terminate();
    }, ms).unref();
  }

  private start(program: URL): Thread {
    const worker = new Worker(program, {
      name: 'mooring-decode',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      ...(program.pathname.endsWith('.ts') ? { execArgv: ['--import', 'tsx'] } : {}),
    });
    const thread: Thread = { worker, tasks: [], idle: null };
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
    const task = thread.tasks.shift();
    const idle = thread.tasks.length === 0;
    this.limit(thread, idle ? IDLE_MS : TASK_MS);
    if (idle) thread.worker.unref();
    if (answer.fault) task?.reject(new DecodeFault(answer.fault.reason, answer.fault.message));
    else task?.resolve(answer.file);
    this.next();
  }

  private gone(thread: Thread, failure: unknown): void {
    this.threads.delete(thread);
    if (thread.idle) clearTimeout(thread.idle);
    const [task, ...others] = thread.tasks.splice(0);
    task?.reject(this.closed ? new Error('The decoding threads are closed.') : endOf(failure));
    // It had not begun with the others.
    this.waiting.unshift(...others);
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
