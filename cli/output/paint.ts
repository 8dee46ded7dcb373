import type { Environment } from '../env';
import type { Output } from '../shell';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;
export type Colour = keyof typeof CODES;
export type Paint = (colour: Colour | null, text: string) => string;

/** Colours for people at a terminal only: NO_COLOR and --no-color turn them off, FORCE_COLOR on. */
export function painter(to: Output, env: Environment, wanted: boolean): Paint {
  const on = wanted && env.NO_COLOR === undefined && (to.isTTY === true || env.FORCE_COLOR !== undefined);
  return (colour, text) => (on && colour && text !== '' ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}

const TONES: Readonly<Record<string, Colour>> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  failed: 'red',
  failing: 'red',
  denied: 'red',
  open_role: 'red',
  partial: 'yellow',
  warning: 'yellow',
  waiting: 'yellow',
  unwatched: 'yellow',
  conditional: 'yellow',
  running: 'cyan',
  queued: 'cyan',
  complete: 'green',
  passed: 'green',
  connected: 'green',
  live: 'green',
  created: 'green',
  added: 'green',
  deleted: 'red',
  removed: 'red',
  changed: 'yellow',
  recreated: 'yellow',
  admin: 'red',
  allowed: 'green',
};

/** The colour of a word that says how something is; of any other text none. */
export function toneOf(text: string): Colour | null {
  return Object.hasOwn(TONES, text) ? (TONES[text] ?? null) : null;
}
