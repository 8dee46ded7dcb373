/** The kinds of policy that AWS names in a refusal. */
export const DENYING_POLICIES = [
  'identity',
  'serviceControlPolicy',
  'resourceControlPolicy',
  'permissionsBoundary',
  'session',
  'resource',
  'vpcEndpoint',
  'roleTrust',
  'unknown',
] as const;
export type DenyingPolicy = (typeof DENYING_POLICIES)[number];

/** `explicit`: a Deny statement matched; otherwise no Allow of that kind did. */
export type DeniedBy = { policy: DenyingPolicy; explicit: boolean };

/** Wording of IAM's "Troubleshoot access denied error messages" page. */
const WORDINGS: readonly [RegExp, DenyingPolicy][] = [
  [/service control policy/i, 'serviceControlPolicy'],
  [/resource control policy/i, 'resourceControlPolicy'],
  [/permissions boundary/i, 'permissionsBoundary'],
  [/session policy/i, 'session'],
  [/VPC endpoint policy/i, 'vpcEndpoint'],
  [/role trust policy/i, 'roleTrust'],
  [/identity-based policy/i, 'identity'],
  [/resource-based policy/i, 'resource'],
];

/** Who denied, from the clause after "with an explicit deny in …" or "because no … allows the … action". */
export function deniedBy(message: string): DeniedBy {
  const explicit = message.match(/with an explicit deny(?: in an? ([^:,.]{1,80}))?/i);
  const clause = explicit ? (explicit[1] ?? '') : (message.match(/because no (.{1,80}?) allows/i)?.[1] ?? '');
  const policy = WORDINGS.find(([wording]) => wording.test(clause))?.[1] ?? 'unknown';
  return { policy, explicit: explicit !== null };
}

/** The action in "… is not authorized to perform: iam:ListUsers on resource: …", or null. */
export function deniedAction(message: string): string | null {
  return message.match(/not authorized to perform:? ([a-z0-9-]{1,40}:[A-Za-z0-9*]{1,80})/i)?.[1] ?? null;
}
