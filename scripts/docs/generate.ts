import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/root';
import { cliPage } from './cli';
import { collectorsPage } from './collectors';
import { commandsPage } from './commands';
import { environmentPage, readmeEnvironmentTable } from './environment';
import { errorsPage } from './errors';
import { eventsPage } from './events';
import { findingsPage } from './findings';
import { operationsPage } from './operations';

/** Every page that is made from code: path from the repository's root -> its whole text. */
export const PAGES = {
  'docs/reference/environment.md': environmentPage,
  'docs/reference/collectors.md': collectorsPage,
  'docs/reference/events.md': eventsPage,
  'docs/reference/findings.md': findingsPage,
  'docs/reference/operations.md': operationsPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/commands.md': commandsPage,
  'docs/reference/cli.md': cliPage,
  'README.md': readme,
} as const satisfies Record<string, () => string | Promise<string>>;

export const pagePaths = Object.keys(PAGES) as (keyof typeof PAGES)[];

const BEGIN = '<!-- environment: made by npm run docs -->';
const END = '<!-- /environment -->';

async function readme(): Promise<string> {
  return between(await readFile(join(ROOT, 'README.md'), 'utf8'), readmeEnvironmentTable());
}

/** `text` with what stands between the two marks replaced. Throws when a mark is missing. */
export function between(text: string, content: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md has lost its marks ${BEGIN} and ${END}.`);
  return `${text.slice(0, begin)}${BEGIN}\n\n${content}\n\n${text.slice(end)}`;
}
