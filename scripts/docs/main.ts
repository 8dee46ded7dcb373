import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/root';
import { PAGES, pagePaths } from './generate';

/** `npm run docs`: writes every generated page, and says which changed. */
for (const path of pagePaths) {
  const file = join(ROOT, path);
  const text = await PAGES[path]();
  const before = await readFile(file, 'utf8').catch(() => '');
  if (before === text) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(`${before ? 'changed' : 'made'}  ${path}`);
}
