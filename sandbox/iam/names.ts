import type { Call } from '../wire/action';
import { constraintError } from '../wire/errors';
import type { Params } from '../wire/params';

/** The shapes of IAM's names (IAM API Reference). */
export function nameParam(params: Params, parameter: string, max: number): string {
  return params.matching(parameter, /^[\w+=,.@-]+$/, '[\\w+=,.@-]+', 1, max);
}

export function pathParam(params: Params): string {
  const path = params.optional('Path') ?? '/';
  if (path.length > 512) throw constraintError(path, 'Path', 'Member must have length less than or equal to 512');
  if (!/^(\/[!-~]+\/|\/)$/.test(path)) {
    throw constraintError(
      path,
      'Path',
      'Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F)',
    );
  }
  return path;
}

export function pathPrefix(params: Params): string {
  return params.optional('PathPrefix') ?? '/';
}

/** The ARN a policy is asked about before it is known whether the entity exists: with its path when it does. */
export function entityArn(
  call: Call,
  kind: 'user' | 'group' | 'role' | 'instance-profile',
  name: string | undefined,
): string {
  const { account } = call;
  const tables = {
    user: account.users,
    group: account.groups,
    role: account.roles,
    'instance-profile': account.instanceProfiles,
  };
  return (name !== undefined && tables[kind].get(name)?.arn) || account.iamArn(kind, '/', name ?? '');
}
