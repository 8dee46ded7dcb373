import { CommanderError } from 'commander';
import { ApiError } from '@/lib/client/client';
import { CliError } from '../failure';
import type { Paint } from './paint';
import { plain, plainLines } from './plain';
import { type Mark, queryLines } from './query-lines';

/**
 * What stands on standard error for a failure: the message, its details, the request's id to quote. `query` is what was
 * searched for, so that a place in it can be shown; `why` what is known beside the message.
 */
export function errorLines(
  error: unknown,
  paint: Paint,
  context: { query?: string; why?: string | null; url?: string } = {},
): string[] {
  if (error instanceof CommanderError) return [];
  const lead = paint('red', 'Error:');
  if (error instanceof CliError) return [`${lead} ${plain(error.message)}`, ...error.lines.map(plainLines)];
  if (error instanceof SyntaxError && context.url)
    return [`${lead} This is no answer of Mooring. Is ${context.url} its URL?`];
  if (!(error instanceof ApiError)) {
    const message = error instanceof Error ? error.message : String(error);
    return [`${lead} ${plain(context.why ? `${message}: ${context.why}` : message)}`];
  }
  const message = error.status === 0 && context.why ? `${error.message} (${context.why})` : error.message;
  return [`${lead} ${plain(message)}`, ...details(error, context.query), ...trace(error, paint), ...hint(error)];
}

function details(error: ApiError, query: string | undefined): string[] {
  const marks = error.details.filter(isMark);
  if (query && marks.length > 0) return queryLines(query, marks);
  return error.details
    .map(({ path, message, ...facts }) => {
      const known = Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
      const tail = known.length > 0 ? ` (${known.join(', ')})` : '';
      return `  ${plain(`${path ? `${path}: ` : ''}${message}${tail}`)}`;
    })
    .filter((line) => !error.message.endsWith(line.trim()));
}

function isMark(detail: object): detail is Mark {
  return 'from' in detail && 'to' in detail && typeof detail.from === 'number' && typeof detail.to === 'number';
}

function trace(error: ApiError, paint: Paint): string[] {
  if (error.status === 0) return [];
  const request = error.requestId ? `, request ${error.requestId}` : '';
  return [paint('dim', plain(`${error.code} (HTTP ${error.status})${request}`))];
}

function hint(error: ApiError): string[] {
  if (error.code !== 'unauthenticated') return [];
  return ['The token is missing, expired or revoked. Log in: mooring login'];
}
