import { ERROR_CODES, type ErrorCode, HTTP_STATUS } from '@/lib/errors/codes';
import { code, page, table } from './markdown';

/** When a code is answered and what a caller does about it. One that is missing does not compile. */
const MEANINGS = {
  invalid_request:
    'The input is not what the operation takes; `details` names each field. Change it before trying again.',
  unauthenticated: 'No session and no valid API token. Sign in, or send `Authorization: Bearer …`.',
  second_factor_required: 'The password was right and the account has a second factor. Send its code.',
  permission_denied: 'Your role lacks the permission; the message says which roles have it.',
  not_found: 'It does not exist, or it is another workspace’s: the answer is the same on purpose.',
  method_not_allowed: 'The address exists, the method does not.',
  conflict: 'It contradicts something that is there: a name that is taken, something still in use, the last owner.',
  stale_version: 'Somebody changed it since you read it. Nothing was overwritten: read it again.',
  already_used: 'A one-time link was used before. Ask for a new one.',
  expired: 'A link’s time is over. Ask for a new one.',
  precondition_failed: 'Something has to happen first; the message says what.',
  payload_too_large: 'The body is larger than the operation takes (64 KiB unless said otherwise).',
  rate_limited: 'Too many requests. Wait as long as `Retry-After` says.',
  cancelled: 'It was cancelled before it ended.',
  upstream_refused: 'AWS or an identity provider answered with a refusal; the message carries its reason.',
  upstream_unavailable: 'AWS or an identity provider did not answer. Trying again later may help.',
  not_configured: 'The install lacks a setting; the message names it.',
  unavailable: 'Mooring cannot do it right now, for example while its database is away. Try again.',
  internal: 'A fault of Mooring’s. The log has the cause under the same `requestId`; the answer never does.',
} as const satisfies Record<ErrorCode, string>;

export function errorsPage(): string {
  return page(
    'Errors',
    ['lib/errors/codes.ts', 'scripts/docs/errors.ts'],
    [
      'Every refusal of the API has one shape. `code` is for programs and does not change; `message` is for people and says what to do; `requestId` finds the request in the logs.',
      [
        '```json',
        JSON.stringify(
          {
            error: {
              code: 'not_found',
              message: 'There is no such scan in this workspace.',
              details: [],
              requestId: '…',
            },
          },
          null,
          2,
        ),
        '```',
      ].join('\n'),
      table(
        ['code', 'HTTP', 'when, and what to do'],
        ERROR_CODES.map((each) => [code(each), String(HTTP_STATUS[each]), MEANINGS[each]]),
      ),
    ],
  );
}
