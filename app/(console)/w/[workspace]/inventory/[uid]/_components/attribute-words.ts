const WORDS: Readonly<Record<string, string>> = {
  assumeRolePolicyDocument: 'Trust policy',
  maxSessionDuration: 'Longest session',
  permissionsBoundaryArn: 'Permissions boundary',
  attachedManagedPolicies: 'Attached policies',
  inlinePolicies: 'Inline policies',
  versions: 'Policy versions',
  defaultVersionId: 'Default version',
  virtualMfaDevices: 'MFA devices',
  clientIdList: 'Client ids',
  thumbprintList: 'Thumbprints',
  arn: 'ARN',
  tags: 'Tags',
  name: 'Name',
  url: 'URL',
};

/** An attribute's name as a person says it: "Trust policy", "Minimum password length", "Root MFA active". */
export function attributeWord(key: string): string {
  if (Object.hasOwn(WORDS, key)) return WORDS[key] ?? key;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(mfa|arn|url|id|saml|oidc)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The attribute that a difference's path begins with: "maxSessionDuration" of "attributes.maxSessionDuration". */
export function topOf(path: string): string {
  const [first = '', second = ''] = path.split(/[.[\]]+/);
  return first === 'attributes' ? second : first;
}
