import { resourcesOf } from '@/lib/aws/actions';
import { AppError } from '@/lib/errors/app-error';
import type { PolicyDocument } from './input';

/**
 * The scanner role has it inline: IAM gives all inline policies of a role 10,240 characters together, white space not
 * counted, and the policy by which the role reads itself takes a few hundred of them.
 */
export const MAX_POLICY_CHARACTERS = 9600;

const ACTION = /^([a-z0-9-]+):[A-Za-z0-9]+$/;
const SELF_ONLY = 'iam:SimulatePrincipalPolicy';

/**
 * The policy that allows exactly `actions` (`service:Name`, no wildcards): one statement a service, sorted, without
 * repeats; one statement of all when that alone is short enough. With `selfRoleArn`, iam:SimulatePrincipalPolicy is
 * allowed on that role alone.
 * @throws AppError `invalid_request` for what is not an action, `precondition_failed` over 9,600 characters.
 */
export function minimalPolicy(actions: readonly string[], options: { selfRoleArn?: string } = {}): PolicyDocument {
  const byService = new Map<string, Set<string>>();
  for (const action of actions) {
    const service = ACTION.exec(action)?.[1];
    if (!service) throw new AppError('invalid_request', `"${action}" is not the name of one IAM action.`);
    if (action === SELF_ONLY && options.selfRoleArn) continue;
    byService.set(service, (byService.get(service) ?? new Set()).add(action));
  }
  const self =
    actions.includes(SELF_ONLY) && options.selfRoleArn
      ? [statement('MooringVerifiesItself', [SELF_ONLY], options.selfRoleArn)]
      : [];
  const services = [...byService.entries()].sort(([left], [right]) => (left < right ? -1 : 1));
  const narrow = services.flatMap(([, names]) => [...names].filter((name) => resourcesOf(name)[0] !== '*')).sort();
  const apart = narrow.map((name, index) => statement(`MooringReadsSome${index + 1}`, [name], [...resourcesOf(name)]));
  const wide = services.flatMap(([service, names]) => {
    const own = [...names].filter((name) => !narrow.includes(name)).sort();
    return own.length > 0 ? [{ service, own }] : [];
  });
  const readable = [
    ...wide.map(({ service, own }) => statement(`MooringReads${sidPart(service)}`, own, '*')),
    ...apart,
  ];
  if (readable.length + self.length === 0) throw new AppError('invalid_request', 'A policy needs at least one action.');
  const policy = document([...readable, ...self]);
  if (sizeOf(policy) <= MAX_POLICY_CHARACTERS) return policy;
  const all = wide.flatMap(({ own }) => own);
  const compact = document([statement('MooringReads', all, '*'), ...apart, ...self]);
  const size = sizeOf(compact);
  if (size <= MAX_POLICY_CHARACTERS) return compact;
  throw new AppError(
    'precondition_failed',
    `The minimal policy would have ${size} characters and a role's inline policies take ${MAX_POLICY_CHARACTERS}. Choose SecurityAudit instead.`,
  );
}

/**
 * The same permissions as several documents of at most `limit` bytes each: for a CloudFormation parameter (4,096) or a
 * managed policy (6,144). Each is filled before the next begins; a statement may go on in the next under its own Sid.
 */
export function policyParts(policy: PolicyDocument, limit: number): PolicyDocument[] {
  const parts: PolicyDocument[] = [];
  let open: Statement[] = [];
  for (const one of policy.Statement) {
    let taken: string[] = [];
    for (const action of actionsOf(one)) {
      if (sizeOf(document([...open, { ...one, Action: [...taken, action] }])) > limit) {
        parts.push(document(taken.length > 0 ? [...open, { ...one, Action: taken }] : open));
        open = [];
        taken = [];
      }
      taken.push(action);
    }
    open.push({ ...one, Action: taken });
  }
  return [...parts, document(open)].filter(({ Statement }) => Statement.length > 0);
}

type Statement = PolicyDocument['Statement'][number];

const actionsOf = ({ Action }: Statement): string[] => [Action].flat().filter((one) => typeof one === 'string');
const document = (statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });
const sizeOf = (policy: PolicyDocument): number => Buffer.byteLength(JSON.stringify(policy));

function statement(sid: string, actions: string[], resource: string | string[]): PolicyDocument['Statement'][number] {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resource };
}

/** A Sid takes letters and digits only: `access-analyzer` becomes `AccessAnalyzer`. */
function sidPart(service: string): string {
  return service
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
