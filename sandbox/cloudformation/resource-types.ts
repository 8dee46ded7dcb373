import { oidcProviderType } from './oidc-provider-type';
import { inlinePolicyType, managedPolicyType } from './policy-types';
import type { ResourceType } from './resource-type';
import { roleType } from './role-type';

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
