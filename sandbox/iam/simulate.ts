import { evaluatePolicies } from '@/lib/trust/policy/evaluate';
import type { ContextValue, EvaluationResult, NamedPolicy, RequestContext } from '@/lib/trust/policy/request';
import { policyOf } from '../authorize/documents';
import { boundaryOf, identityPolicies } from '../authorize/principal-policies';
import type { Group, Role, User } from '../store/types';
import { anyResource, type Call, reads } from '../wire/action';
import { invalidInput, noSuchEntity } from '../wire/errors';
import type { Params } from '../wire/params';
import { paginate } from './page';

/** What a simulation decides with; the caller of the simulation plays no part. */
type Subject = { policies: NamedPolicy[]; boundary: NamedPolicy | null; context: RequestContext };

function inputPolicies(call: Call, parameter: string): NamedPolicy[] {
  return call.params.list(parameter).map((document, index) => {
    const policy = policyOf(document);
    if (policy === null) throw invalidInput(`Invalid ${parameter}: the policy cannot be parsed.`);
    return { name: `${parameter}.${index + 1}`, policy };
  });
}

function boundaryInput(call: Call): NamedPolicy | null {
  const given = inputPolicies(call, 'PermissionsBoundaryPolicyInputList');
  return given[0] ?? null;
}

function contextEntry(entry: Params): [string, ContextValue] {
  const name = entry.string('ContextKeyName');
  const type = entry.string('ContextKeyType');
  const values = entry.list('ContextKeyValues');
  if (type.endsWith('List')) return [name, values];
  const [first = ''] = values;
  if (type === 'boolean') return [name, first === 'true'];
  return [name, type === 'numeric' ? Number(first) : first];
}

function findSource(call: Call): User | Role | Group {
  const arn = call.params.string('PolicySourceArn');
  const match = /^arn:aws[\w-]*:iam::(\d{12}):(user|group|role)\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (match === null || match[1] !== call.account.id) throw invalidInput(`Invalid Entity Arn: ${arn}`);
  const name = match[3] ?? '';
  const { users, groups, roles } = call.account;
  const found = { user: users, group: groups, role: roles }[match[2] as 'user' | 'group' | 'role'].get(name);
  if (found?.arn !== arn) throw noSuchEntity(`The ${match[2]} with name ${name} cannot be found.`);
  return found;
}

const DECISION = {
  allowed: 'allowed',
  explicitDeny: 'explicitDeny',
  implicitDeny: 'implicitDeny',
} as const satisfies Record<EvaluationResult['decision'], string>;

function simulate(call: Call, subject: Subject) {
  const { params } = call;
  const actions = params.list('ActionNames');
  const bad = actions.find((action) => !/^[\w-]+:\w+$/.test(action));
  if (bad !== undefined) throw invalidInput(`Invalid Action: ${bad}`);
  const given = params.list('ResourceArns');
  const resources = given.length === 0 ? ['*'] : given;
  const entries = Object.fromEntries(params.structs('ContextEntries').map(contextEntry));
  const context = { ...subject.context, ...entries };
  const pairs = actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
  const indexed = pairs.map((pair, index) => ({ ...pair, key: String(index).padStart(6, '0') }));
  const { items, ...page } = paginate(call, indexed, (pair) => pair.key);
  return { EvaluationResults: items.map((pair) => evaluationResult(subject, context, pair)), ...page };
}

function evaluationResult(subject: Subject, context: RequestContext, pair: { action: string; resource: string }) {
  const result = evaluatePolicies({
    ...pair,
    context,
    identityPolicies: subject.policies,
    boundary: subject.boundary,
  });
  const matched = result.matched.map((statement) => ({
    SourcePolicyId: statement.policyName.slice(statement.policyName.lastIndexOf('/') + 1),
    SourcePolicyType: statement.source === 'boundary' ? 'PermissionsBoundary' : 'IAM Policy',
  }));
  const { boundary } = subject;
  const detail = boundary && {
    AllowedByPermissionsBoundary:
      evaluatePolicies({ ...pair, context, identityPolicies: [boundary] }).decision === 'allowed',
  };
  const shared = {
    MatchedStatements: matched,
    MissingContextValues: [...result.missingContextKeys],
    PermissionsBoundaryDecisionDetail: detail ?? undefined,
  };
  const decision = DECISION[result.decision];
  return {
    EvalActionName: pair.action,
    EvalResourceName: pair.resource,
    EvalDecision: decision,
    ...shared,
    ResourceSpecificResults: [{ EvalResourceName: pair.resource, EvalResourceDecision: decision, ...shared }],
  };
}

export const simulateActions = {
  SimulatePrincipalPolicy: reads(
    (call) => call.params.optional('PolicySourceArn') ?? '*',
    (call) => {
      const source = findSource(call);
      const own = 'boundary' in source ? boundaryOf(call.account, source.boundary, call.now) : null;
      return simulate(call, {
        policies: [...identityPolicies(call.account, source, call.now), ...inputPolicies(call, 'PolicyInputList')],
        boundary: boundaryInput(call) ?? own,
        context: 'accessKeys' in source ? { 'aws:username': source.name, 'aws:userid': source.id } : {},
      });
    },
  ),
  SimulateCustomPolicy: reads(anyResource, (call) =>
    simulate(call, { policies: inputPolicies(call, 'PolicyInputList'), boundary: boundaryInput(call), context: {} }),
  ),
};
