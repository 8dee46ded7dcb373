import { buildAll } from './build/build';

/** `npm run build`: everything an install runs, in `.next/standalone` and `dist`. */
const start = performance.now();
const { generated, console: rebuilt } = await buildAll((line) => process.stdout.write(`${line}\n`));
const made = [...generated, 'bundles', ...(rebuilt ? ['console'] : [])];
process.stdout.write(`Built ${made.join(', ')} in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);
