import { AppError } from '@/lib/errors/app-error';
import type { PolicyDocument } from './input';

/** IAM's limit for a managed policy, white space not counted. Inline it would fit too. */
export const MAX_POLICY_CHARACTERS = 6144;

const ACTION = /^([a-z0-9-]+):[A-Za-z0-9]+$/;
const SELF_ONLY = 'iam:SimulatePrincipalPolicy';

/**
 * The policy that allows exactly `actions` (`service:Name`, no wildcards): one statement a service, sorted, without
 * repeats. With `selfRoleArn`, iam:SimulatePrincipalPolicy is allowed on that role alone.
 * @throws AppError `invalid_request` for what is not an action, `precondition_failed` over 6,144 characters.
 */
export function minimalPolicy(actions: readonly string[], options: { selfRoleArn?: string } = {}): PolicyDocument {
  const byService = new Map<string, Set<string>>();
  for (const action of actions) {
    const service = ACTION.exec(action)?.[1];
    if (!service) throw new AppError('invalid_request', `"${action}" is not the name of one IAM action.`);
    if (action === SELF_ONLY && options.selfRoleArn) continue;
    byService.set(service, (byService.get(service) ?? new Set()).add(action));
  }
  const statements: PolicyDocument['Statement'] = [...byService.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([service, names]) => statement(`MooringReads${sidPart(service)}`, [...names].sort(), '*'));
  if (actions.includes(SELF_ONLY) && options.selfRoleArn) {
    statements.push(statement('MooringVerifiesItself', [SELF_ONLY], options.selfRoleArn));
  }
  if (statements.length === 0) throw new AppError('invalid_request', 'A policy needs at least one action.');
  const policy: PolicyDocument = { Version: '2012-10-17', Statement: statements };
  const size = JSON.stringify(policy).length;
  if (size > MAX_POLICY_CHARACTERS) {
    throw new AppError(
      'precondition_failed',
      `The minimal policy would have ${size} characters and IAM takes ${MAX_POLICY_CHARACTERS}. Choose SecurityAudit instead.`,
    );
  }
  return policy;
}

function statement(sid: string, actions: string[], resource: string): PolicyDocument['Statement'][number] {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resource };
}

/** A Sid takes letters and digits only: `access-analyzer` becomes `AccessAnalyzer`. */
function sidPart(service: string): string {
  return service
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
