import type { Tag } from '../store/types';
import type { OutputRecord } from '../wire/xml';
import type { Made } from './intrinsics';
import { oidcProviderType } from './oidc-provider-type';
import { inlinePolicyType, managedPolicyType } from './policy-types';
import { roleType } from './role-type';

export type Properties = Readonly<Record<string, unknown>>;

/** How a resource reaches IAM: as the stack's caller, with the caller's permissions. */
export type IamPort = {
  call: (action: string, input: Record<string, unknown>) => Promise<OutputRecord | undefined>;
  /** A physical name for a resource that gives itself none: stack, logical id and twelve random characters. */
  generatedName: (logicalId: string, max: number) => string;
  accountId: string;
  /** The stack's tags, which its taggable resources inherit. */
  tags: readonly Tag[];
};

export type ResourceType = {
  /** Types that can grant permissions ask for CAPABILITY_IAM … */
  grants: boolean;
  /** … and for CAPABILITY_NAMED_IAM when this property is set. */
  nameProperty: string | undefined;
  mustReplace: (old: Properties, next: Properties) => boolean;
  create: (iam: IamPort, logicalId: string, properties: Properties) => Promise<Made>;
  update: (iam: IamPort, made: Made, old: Properties, next: Properties) => Promise<Made>;
  remove: (iam: IamPort, made: Made, properties: Properties) => Promise<void>;
};

/** Every resource type a stack may have here. */
export const RESOURCE_TYPES = {
  'AWS::IAM::OIDCProvider': oidcProviderType,
  'AWS::IAM::Role': roleType,
  'AWS::IAM::ManagedPolicy': managedPolicyType,
  'AWS::IAM::Policy': inlinePolicyType,
} as const satisfies Record<string, ResourceType>;

export type ResourceTypeName = keyof typeof RESOURCE_TYPES;

export function isResourceType(name: string): name is ResourceTypeName {
  return Object.hasOwn(RESOURCE_TYPES, name);
}
