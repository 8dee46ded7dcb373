type Words = { denies: string; silent: string };

const POLICIES: Readonly<Record<string, Words>> = {
  identity: { denies: 'a policy of the role denies it', silent: 'no policy of the role allows it' },
  serviceControlPolicy: {
    denies: 'a service control policy of the organization denies it',
    silent: 'no service control policy of the organization allows it',
  },
  resourceControlPolicy: {
    denies: 'a resource control policy of the organization denies it',
    silent: 'no resource control policy of the organization allows it',
  },
  permissionsBoundary: {
    denies: 'the role’s permissions boundary denies it',
    silent: 'the role’s permissions boundary does not allow it',
  },
  session: { denies: 'a session policy denies it', silent: 'the session policy does not allow it' },
  resource: { denies: 'the resource’s policy denies it', silent: 'the resource’s policy does not allow it' },
  vpcEndpoint: { denies: 'a VPC endpoint’s policy denies it', silent: 'the VPC endpoint’s policy does not allow it' },
  roleTrust: { denies: 'the role’s trust policy denies it', silent: 'the role’s trust policy does not allow it' },
};

/** Who refused, in words, from the ledger's `deniedBy` ("serviceControlPolicy:explicit"); null when AWS did not say. */
export function whoDenies(deniedBy: unknown): string | null {
  if (typeof deniedBy !== 'string') return null;
  const [policy = '', how] = deniedBy.split(':');
  const words = Object.hasOwn(POLICIES, policy) ? POLICIES[policy] : undefined;
  if (!words) return null;
  return how === 'explicit' ? words.denies : words.silent;
}
