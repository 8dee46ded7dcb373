/** Names used by the tests of the trust engine: an account, an issuer, and a role that trusts one of its subjects. */
export const ACCOUNT = '339712905844';
export const ISSUER = 'issuer.mooring.test/oidc/w1';
export const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/mooring-scanner-0a1b2c3d`;
export const SUBJECT = 'workspace:w1:integration:i1';
export const AUDIENCE = 'mooring';

export function trustPolicy(condition: object, more: object = {}) {
  const base = { Effect: 'Allow', Principal: { Federated: PROVIDER }, Action: 'sts:AssumeRoleWithWebIdentity' };
  return { Version: '2012-10-17', Statement: [{ ...base, Condition: condition, ...more }] };
}

export function pinned() {
  return trustPolicy({ StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: SUBJECT } });
}
