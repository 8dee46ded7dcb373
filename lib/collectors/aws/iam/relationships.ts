import type { Json, JsonObject, Relationship } from '@/lib/collectors/types';

type Attachment = { PolicyArn?: string };

export function attachments(policies: readonly Attachment[] | undefined): Relationship[] {
  return (policies ?? []).flatMap(({ PolicyArn }) =>
    PolicyArn ? [{ kind: 'attached' as const, toType: 'AWS::IAM::ManagedPolicy', toArn: PolicyArn }] : [],
  );
}

export function boundary(boundaryArn: string | undefined): Relationship[] {
  return boundaryArn ? [{ kind: 'boundedBy', toType: 'AWS::IAM::ManagedPolicy', toArn: boundaryArn }] : [];
}

const list = (value: Json | undefined): Json[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * The principals that Allow statements of a trust policy name: edges to draw, not a verdict (conditions and denies are
 * lib/trust's). A deleted principal stands there as a bare unique id (AIDA…, AROA…).
 */
export function trustedPrincipals(document: Json): Relationship[] {
  if (!isObject(document)) return [];
  const edges = new Map<string, Relationship>();
  for (const statement of list(document.Statement)) {
    if (!isObject(statement) || statement.Effect !== 'Allow') continue;
    for (const edge of principalEdges(statement.Principal)) edges.set(JSON.stringify(edge), edge);
  }
  return [...edges.values()];
}

function principalEdges(principal: Json | undefined): Relationship[] {
  if (principal === '*') return [{ kind: 'trusts', toType: 'AWS::IAM::AnyPrincipal', toId: '*' }];
  if (!isObject(principal)) return [];
  return Object.entries(principal).flatMap(([kind, values]) =>
    list(values).flatMap((value) => (typeof value === 'string' ? [principalEdge(kind, value)] : [])),
  );
}

function principalEdge(kind: string, value: string): Relationship {
  if (kind === 'Service') return { kind: 'trusts', toType: 'AWS::ServicePrincipal', toId: value };
  if (kind === 'Federated') {
    if (value.includes(':oidc-provider/'))
      return { kind: 'federatedBy', toType: 'AWS::IAM::OIDCProvider', toArn: value };
    if (value.includes(':saml-provider/'))
      return { kind: 'federatedBy', toType: 'AWS::IAM::SAMLProvider', toArn: value };
    return { kind: 'federatedBy', toType: 'AWS::IdentityProvider', toId: value };
  }
  if (value === '*') return { kind: 'trusts', toType: 'AWS::IAM::AnyPrincipal', toId: '*' };
  const account = value.match(/^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/)?.[1];
  if (account) return { kind: 'trusts', toType: 'AWS::Organizations::Account', toId: account };
  if (value.includes(':role/')) return { kind: 'trusts', toType: 'AWS::IAM::Role', toArn: value };
  if (value.includes(':user/')) return { kind: 'trusts', toType: 'AWS::IAM::User', toArn: value };
  return { kind: 'trusts', toType: 'AWS::IAM::Principal', toId: value };
}
