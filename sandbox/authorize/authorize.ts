import { evaluatePolicies } from '@/lib/trust/policy/evaluate';
import type { EvaluationResult, PolicySource } from '@/lib/trust/policy/request';
import type { Call, Question } from '../wire/action';
import { type AwsError, accessDenied } from '../wire/errors';
import { requestContext, trustCaller } from './context';
import { named } from './documents';
import { policiesOf } from './principal-policies';

/** Asks the caller's policies about every question of the call; throws AWS's AccessDenied on the first refusal. */
export function authorize(call: Call, questions: readonly Question[]): void {
  if (questions.length === 0) return;
  const lag = call.sandbox.faults.take('propagation', target(call))?.milliseconds ?? 0;
  const policies = policiesOf(call.account, call.caller, call.now - lag);
  for (const question of questions) {
    const action = question.action ?? `${call.service}:${call.action}`;
    const result = evaluatePolicies({
      action,
      resource: question.resource,
      caller: trustCaller(call.caller),
      context: requestContext(call, question),
      ...policies,
      resourcePolicy: resourcePolicy(question),
      ...(question.ownerId === undefined ? {} : { resourceAccountId: question.ownerId }),
    });
    if (result.decision !== 'allowed') throw denial(call, action, question.resource, result);
  }
}

function resourcePolicy({ resource, resourcePolicy: document }: Question) {
  return document === undefined ? null : (named(`policy of ${resource}`, document)[0] ?? null);
}

export function target(call: Pick<Call, 'account' | 'service' | 'action' | 'region'>) {
  return { account: call.account.id, service: call.service, action: call.action, region: call.region };
}

const KINDS = {
  identity: { article: 'an', name: 'identity-based policy' },
  boundary: { article: 'a', name: 'permissions boundary' },
  session: { article: 'a', name: 'session policy' },
  resource: { article: 'a', name: 'resource-based policy' },
  scp: { article: 'a', name: 'service control policy' },
} as const satisfies Record<PolicySource, { article: string; name: string }>;

/** AWS's wording (IAM User Guide, "Troubleshoot access denied error messages"). */
export function denial(call: Call, action: string, resource: string, result: EvaluationResult): AwsError {
  const subject = `User: ${call.caller.arn} is not authorized to perform: ${action}`;
  const on = `${subject} on resource: ${resource}`;
  if (result.decision === 'explicitDeny') {
    const kind = KINDS[result.matched.find((each) => each.effect === 'Deny')?.source ?? 'identity'];
    return accessDenied(`${on} with an explicit deny in ${kind.article} ${kind.name}`);
  }
  return accessDenied(`${on} because no ${KINDS[result.limitedBy ?? 'identity'].name} allows the ${action} action`);
}
