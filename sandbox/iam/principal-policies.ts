import type { Group, InlinePolicy, Role, User } from '../store/types';
import { type ActionDefinition, type Call, type Question, reads, writes } from '../wire/action';
import { limitExceeded, noSuchEntity, validationError } from '../wire/errors';
import { findGroup, findPolicy, findRole, findUser } from './find';
import { askGroup, saveGroup } from './groups';
import { nameParam } from './names';
import { byKey, paginate } from './page';
import { checkIdentityPolicy, documentSize, encodedDocument } from './policy-documents';
import { askRole, saveRole } from './roles';
import { askUser, saveUser } from './users';

type Noun = 'User' | 'Group' | 'Role';

const MAX_ATTACHED = 10;
/** Sum of the inline policies of one principal, in characters without whitespace (IAM quotas). */
const INLINE_QUOTA = { User: 2048, Group: 5120, Role: 10_240 } as const satisfies Record<Noun, number>;

type Verbs<N extends Noun> = Record<
  | `Put${N}Policy`
  | `Get${N}Policy`
  | `Delete${N}Policy`
  | `List${N}Policies`
  | `Attach${N}Policy`
  | `Detach${N}Policy`
  | `ListAttached${N}Policies`,
  ActionDefinition
>;

/** Inline and attached policies work alike on users, groups and roles. */
function policyActions<N extends Noun, T extends User | Group | Role>(
  noun: N,
  ask: (call: Call) => Question,
  find: (call: Call) => T,
  save: (call: Call, entity: T) => void,
): Verbs<N> {
  const asksWithPolicy = (call: Call) => ({
    ...ask(call),
    context: { 'iam:PolicyARN': call.params.optional('PolicyArn') },
  });
  const findInline = (call: Call, entity: T): InlinePolicy => {
    const name = call.params.string('PolicyName');
    const policy = entity.inlinePolicies.find((each) => each.name === name);
    if (policy === undefined) throw noSuchEntity(`The ${noun.toLowerCase()} policy with name ${name} cannot be found.`);
    return policy;
  };
  return {
    [`Put${noun}Policy`]: writes(ask, (call) => {
      const entity = find(call);
      const name = nameParam(call.params, 'PolicyName', 128);
      const document = call.params.string('PolicyDocument');
      checkIdentityPolicy(document);
      const policies = [...entity.inlinePolicies.filter((each) => each.name !== name), { name, document }];
      const size = policies.reduce((sum, each) => sum + documentSize(each.document), 0);
      if (size > INLINE_QUOTA[noun]) {
        throw limitExceeded(
          `Maximum policy size of ${INLINE_QUOTA[noun]} bytes exceeded for ${noun.toLowerCase()} ${entity.name}`,
        );
      }
      save(call, { ...entity, inlinePolicies: policies.sort(byKey((each) => each.name)) });
      return undefined;
    }),
    [`Get${noun}Policy`]: reads(ask, (call) => {
      const entity = find(call);
      const policy = findInline(call, entity);
      return {
        [`${noun}Name`]: entity.name,
        PolicyName: policy.name,
        PolicyDocument: encodedDocument(policy.document),
      };
    }),
    [`Delete${noun}Policy`]: writes(ask, (call) => {
      const entity = find(call);
      const removed = findInline(call, entity);
      save(call, { ...entity, inlinePolicies: entity.inlinePolicies.filter((each) => each !== removed) });
      return undefined;
    }),
    [`List${noun}Policies`]: reads(ask, (call) => {
      const names = find(call).inlinePolicies.map((each) => each.name);
      const { items, ...page } = paginate(call, names, (name) => name);
      return { PolicyNames: items, ...page };
    }),
    [`Attach${noun}Policy`]: writes(asksWithPolicy, (call) => {
      const entity = find(call);
      const arn = attachableArn(call);
      if (entity.attachedPolicies.includes(arn)) return undefined;
      if (entity.attachedPolicies.length >= MAX_ATTACHED) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${noun}: ${MAX_ATTACHED}`);
      }
      save(call, { ...entity, attachedPolicies: [...entity.attachedPolicies, arn] });
      return undefined;
    }),
    [`Detach${noun}Policy`]: writes(asksWithPolicy, (call) => {
      const entity = find(call);
      const arn = call.params.string('PolicyArn');
      if (!entity.attachedPolicies.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      save(call, { ...entity, attachedPolicies: entity.attachedPolicies.filter((each) => each !== arn) });
      return undefined;
    }),
    [`ListAttached${noun}Policies`]: reads(ask, (call) => {
      const prefix = call.params.optional('PathPrefix') ?? '/';
      const attached = [...find(call).attachedPolicies].sort().filter((arn) => policyPath(arn).startsWith(prefix));
      const { items, ...page } = paginate(call, attached, (arn) => arn);
      return { AttachedPolicies: items.map(attachedOutput), ...page };
    }),
  } as Verbs<N>;
}

function attachableArn(call: Call): string {
  const arn = call.params.string('PolicyArn');
  if (!arn.startsWith('arn:')) throw validationError(`ARN ${arn} is not valid.`);
  try {
    return findPolicy(call, arn).arn;
  } catch {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
}

export function attachedOutput(arn: string) {
  return { PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn };
}

/** `/service-role/` of `arn:aws:iam::aws:policy/service-role/Name`. */
function policyPath(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
}

export const principalPolicyActions = {
  ...policyActions('User', askUser, findUser, saveUser),
  ...policyActions('Group', askGroup, findGroup, saveGroup),
  ...policyActions('Role', askRole, findRole, saveRole),
};
