import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isListening } from '../lib/ports';
import { ensurePostgres } from '../pg/postgres';
import { takeRunDirectory } from './run-directory';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'mooring-runs-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe('takeRunDirectory', () => {
  it('leaves a run that goes on alone, names what its tests left, and removes its own', async () => {
    const one = await takeRunDirectory(parent);
    const two = await takeRunDirectory(parent);
    mkdirSync(join(two.path, 'mooring-left'));
    mkdirSync(join(two.path, 'of-a-tool'));
    expect(existsSync(one.path)).toBe(true);
    expect(two.leftovers()).toEqual(['mooring-left']);
    await two.remove();
    expect([existsSync(one.path), existsSync(two.path)]).toEqual([true, false]);
    await one.remove();
  });

  it('clears up after a killed run: its folder, and the PostgreSQL that outlived it', async () => {
    const abandoned = mkdtempSync(join(parent, 'mooring-run-'));
    writeFileSync(join(abandoned, 'owner.lock'), '');
    mkdirSync(join(abandoned, 'mooring-e2e-x'), { mode: 0o711 });
    const { port } = await ensurePostgres({ home: join(abandoned, 'mooring-e2e-x', 'postgres') });
    const next = await takeRunDirectory(parent);
    expect(existsSync(abandoned)).toBe(false);
    expect(await isListening(port)).toBe(false);
    await next.remove();
  });
});
