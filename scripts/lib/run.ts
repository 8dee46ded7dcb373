import { spawn } from 'node:child_process';
import { ROOT } from './root';

export type RunOptions = { env?: NodeJS.ProcessEnv; cwd?: string; timeoutMs?: number; onLine?: (line: string) => void };
export type RunResult = { code: number; output: string; stdout: string };

/**
 * Runs a program of PATH to its end, in a process group of its own, so that a Ctrl-C reaches it through us only.
 * `output` is standard output and error as they came. A program that cannot be started, or that takes longer than
 * `timeoutMs` (default 10 minutes), ends with code -1 and says so in `output`.
 */
export function run(program: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child.pid ?? 0);
    let output = '';
    let stdout = '';
    const take = (chunk: string) => {
      output += chunk;
      for (const line of chunk.split('\n')) if (line.trim()) options.onLine?.(line.trimEnd());
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', take);
    const limit = options.timeoutMs ?? 600_000;
    const timer = setTimeout(() => {
      output += `\n${program} took longer than ${limit / 1000} s and was ended.\n`;
      killGroup(child.pid, 'SIGKILL');
    }, limit);
    const end = (code: number) => {
      clearTimeout(timer);
      running.delete(child.pid ?? 0);
      resolve({ code, output, stdout });
    };
    child.once('error', (error) => {
      output += `${program}: ${error.message}\n`;
      end(-1);
    });
    child.once('close', (code) => end(code ?? -1));
  });
}

const running = new Set<number>();

/** Ends whatever `run` has running: for a signal in the middle of it. */
export function killRunning(): void {
  for (const pid of running) killGroup(pid, 'SIGTERM');
}

/** Signals a process group; one that is gone already is fine. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
