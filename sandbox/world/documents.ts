/** Policy documents the worlds are built of. */
export const AWS_POLICY = 'arn:aws:iam::aws:policy';
export const GITHUB = 'token.actions.githubusercontent.com';

type Statement = {
  Action: string | string[];
  Resource?: string | string[];
  Effect?: 'Allow' | 'Deny';
  Condition?: object;
};

export function allow(...statements: Statement[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each })),
  };
}

function trust(principal: unknown, action: string, condition?: object) {
  const statement = { Effect: 'Allow', Principal: principal, Action: action };
  return {
    Version: '2012-10-17',
    Statement: [condition === undefined ? statement : { ...statement, Condition: condition }],
  };
}

export const serviceTrust = (service: string) => trust({ Service: `${service}.amazonaws.com` }, 'sts:AssumeRole');

/** Without an External ID unless one is given. */
export const accountTrust = (principal: string | string[], externalId?: string) =>
  trust(
    { AWS: principal },
    'sts:AssumeRole',
    externalId === undefined ? undefined : { StringEquals: { 'sts:ExternalId': externalId } },
  );

export const anyoneTrust = (condition?: object) => trust({ AWS: '*' }, 'sts:AssumeRole', condition);

export const samlTrust = (provider: string) =>
  trust({ Federated: provider }, 'sts:AssumeRoleWithSAML', {
    StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
  });

export const webIdentityTrust = (provider: string, condition: object) =>
  trust({ Federated: provider }, 'sts:AssumeRoleWithWebIdentity', condition);

/** A GitHub Actions trust: `operator` decides whether the stars in `subject` mean anything. */
export function githubTrust(provider: string, operator: 'StringLike' | 'StringEquals', subject: string | string[]) {
  const audience = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
  const sub = { [`${GITHUB}:sub`]: subject };
  return webIdentityTrust(
    provider,
    operator === 'StringEquals'
      ? { StringEquals: { ...audience, ...sub } }
      : { StringEquals: audience, StringLike: sub },
  );
}
