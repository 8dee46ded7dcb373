import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

type Ready = { port: number; sensorId: string };

/** A real worker process; `lines` is what it logged. */
export type WorkerProcess = Ready & {
  pid: number;
  lines: string[];
  /** Sends the signal and waits for the end; answers the exit code, null when a signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
};

/** Starts the bundled worker and waits until it says that it is ready. Throws with its log when it ends before. */
export async function startWorkerProcess(script: string, env: Record<string, string>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  child.stderr?.on('data', (data) => lines.push(String(data)));
  const ready = await Promise.race([
    readyLine(child, lines),
    ended.then(([code]) => {
      throw new Error(`The worker ended with ${code}:\n${lines.join('\n')}`);
    }),
  ]);
  return {
    ...ready,
    pid: child.pid ?? 0,
    lines,
    async end(signal) {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

function readyLine(child: ChildProcess, lines: string[]): Promise<Ready> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const { msg, port, sensorId } = JSON.parse(line) as { msg?: string } & Partial<Ready>;
      if (msg === 'worker is ready' && port !== undefined && sensorId !== undefined) resolve({ port, sensorId });
    });
  });
}
