export type ArnParts = {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** Everything after the fifth colon, colons included: "role/ci/deploy-checkout". */
  resource: string;
};

/**
 * Splits `arn:partition:service:region:account:resource` for display (AWS IAM User Guide, "Amazon Resource Names").
 * Says nothing about whether such a thing can exist: validation is lib/trust's. Null for what is not of this shape.
 */
export function splitArn(arn: string): ArnParts | null {
  const [prefix, partition, service, region, account, ...rest] = arn.split(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined) return null;
  const resource = rest.join(':');
  return resource === '' ? null : { partition, service, region, account, resource };
}

/** The part people call it by: "deploy-checkout" of "arn:aws:iam::730335184422:role/ci/deploy-checkout". */
export function arnName(arn: string): string {
  const parts = splitArn(arn);
  if (!parts) return arn;
  const name = parts.resource.split(/[/:]/).at(-1);
  return name ? name : parts.resource;
}

/** An account id in groups of four, for reading aloud: "3397 1290 5844". Anything else unchanged. */
export function groupAccountId(accountId: string): string {
  return /^\d{12}$/.test(accountId) ? accountId.replace(/(\d{4})(?=\d)/g, '$1 ') : accountId;
}
