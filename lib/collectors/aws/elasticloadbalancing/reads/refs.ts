import { amongOthers, type PickRefs, refsAt } from '@/lib/collectors/trail-refs';
import type { ResourceRef } from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';

/** The ARN of a second-generation thing, which is its id too. */
export function arnOfRef(ref: ResourceRef): string {
  const arn = ref.arn ?? ref.id;
  if (!arn?.startsWith('arn:')) throw new AppError('invalid_request', 'This type can only be read by its ARN.');
  return arn;
}

/** Tags name all kinds in one list: those of one kind (`loadbalancer`, `listener`, `targetgroup`). */
export function taggedArns(kind: string): PickRefs {
  return amongOthers(refsAt('requestParameters.resourceArns[]', (arn) => (arn.includes(`:${kind}/`) ? { arn } : null)));
}

/** `…:listener/app/n/lb/listener` or `…:listener-rule/app/n/lb/listener/rule` -> the listener's ARN. */
export function listenerArnOf(arn: string): string | null {
  const match = /^(arn:[^/]+):listener(?:-rule)?\/(\w+\/[^/]+\/[^/]+\/[^/]+)/.exec(arn);
  return match ? `${match[1]}:listener/${match[2]}` : null;
}

/** … -> the ARN of the load balancer it belongs to. */
export function loadBalancerArnOf(arn: string): string | null {
  const match = /^(arn:[^/]+):listener(?:-rule)?\/(\w+\/[^/]+\/[^/]+)\//.exec(arn);
  return match ? `${match[1]}:loadbalancer/${match[2]}` : null;
}

/** Refs from the ARNs at a path, each turned into its owner's. */
export function ownerAt(path: string, owner: (arn: string) => string | null): PickRefs {
  return refsAt(path, (found) => {
    const arn = owner(found);
    return arn === null ? null : { arn };
  });
}
