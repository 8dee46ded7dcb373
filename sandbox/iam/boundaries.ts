import type { RequestContext } from '@/lib/trust/policy/request';
import { type ActionDefinition, type Call, type Question, writes } from '../wire/action';
import { noSuchEntity } from '../wire/errors';
import { findPolicy } from './find';

export function boundaryOutput(arn: string | undefined) {
  return arn === undefined
    ? undefined
    : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn };
}

/** The boundary a call sets, checked to exist; undefined when it sets none. */
export function boundaryParam(call: Call): string | undefined {
  const arn = call.params.optional('PermissionsBoundary');
  return arn === undefined ? undefined : findPolicy(call, arn).arn;
}

export function boundaryContext(call: Call): RequestContext {
  return { 'iam:PermissionsBoundary': call.params.optional('PermissionsBoundary') };
}

type Bounded = { name: string; boundary: string | undefined };

/** PutXPermissionsBoundary and DeleteXPermissionsBoundary of users and roles. */
export function boundaryActions<T extends Bounded>(
  ask: (call: Call) => Question,
  find: (call: Call) => T,
  save: (call: Call, entity: T) => void,
): { put: ActionDefinition; remove: ActionDefinition } {
  return {
    put: writes(
      (call) => ({ ...ask(call), context: boundaryContext(call) }),
      (call) => {
        const entity = find(call);
        save(call, { ...entity, boundary: findPolicy(call, call.params.string('PermissionsBoundary')).arn });
        return undefined;
      },
    ),
    remove: writes(ask, (call) => {
      const entity = find(call);
      if (entity.boundary === undefined) {
        throw noSuchEntity(`The permissions boundary for ${entity.name} cannot be found.`);
      }
      save(call, { ...entity, boundary: undefined });
      return undefined;
    }),
  };
}
