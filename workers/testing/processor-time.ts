import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second wherever Node runs. */
const TICK_MS = 10;

type Times = { parent: number; own: number; reaped: number };

/** Of a process, ms; null when it is gone. `reaped`: of its children that have ended. */
async function timesOf(pid: number | string): Promise<Times | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name in parentheses may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0] = fields.slice(1);
  const [user = 0, system = 0, reapedUser = 0, reapedSystem = 0] = fields.slice(11);
  return { parent, own: (user + system) * TICK_MS, reaped: (reapedUser + reapedSystem) * TICK_MS };
}

/** Processor time of one process so far, ms. */
export async function processorTime(pid: number): Promise<number> {
  return (await timesOf(pid))?.own ?? 0;
}

/** Processor time of a PostgreSQL server so far, ms; `backend`: one of its processes that lives on. */
export async function serverTime(backend: number): Promise<number> {
  const parent = (await timesOf(backend))?.parent;
  const postmaster = parent === undefined ? null : await timesOf(parent);
  if (!postmaster) return 0;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map(timesOf));
  const live = all.filter((one) => one?.parent === parent).reduce((sum, one) => sum + (one?.own ?? 0), 0);
  return postmaster.own + postmaster.reaped + live;
}
