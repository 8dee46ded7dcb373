/** What `up` says while it works: short lines, a name and a text; nothing secret. */
export function say(name: string, text: string, lines: string[] = []): void {
  process.stdout.write(`  ${name.padEnd(12)} ${text}\n`);
  // A log may hold anything; a terminal obeys control characters.
  for (const line of lines) process.stdout.write(`    | ${line.replace(/[^\P{Cc}\t]/gu, '')}\n`);
}

const TICK_MS = 10_000;

/** Runs one phase, says how long it took, and that it still works every ten seconds meanwhile. */
export async function phase<T>(
  name: string,
  work: () => Promise<T>,
  tell: (result: T) => string = () => '',
): Promise<T> {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const timer = setInterval(() => say(name, `... ${seconds()}`), TICK_MS);
  try {
    const result = await work();
    const detail = tell(result);
    say(name, detail ? `${seconds()}, ${detail}` : seconds());
    return result;
  } finally {
    clearInterval(timer);
  }
}
