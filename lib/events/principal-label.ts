import type { Principal } from './principal';

/** Services whose own name is not that of their principal; the others are shown as their principal says. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'Auto Scaling',
  'backup.amazonaws.com': 'AWS Backup',
  'cloudformation.amazonaws.com': 'CloudFormation',
  'cloudtrail.amazonaws.com': 'CloudTrail',
  'config.amazonaws.com': 'AWS Config',
  'ec2.amazonaws.com': 'EC2',
  'ecs.amazonaws.com': 'ECS',
  'eks.amazonaws.com': 'EKS',
  'elasticloadbalancing.amazonaws.com': 'Elastic Load Balancing',
  'elasticmapreduce.amazonaws.com': 'EMR',
  'lambda.amazonaws.com': 'Lambda',
  'organizations.amazonaws.com': 'Organizations',
  'rds.amazonaws.com': 'RDS',
  'secretsmanager.amazonaws.com': 'Secrets Manager',
  'spot.amazonaws.com': 'EC2 Spot',
  'sso.amazonaws.com': 'IAM Identity Center',
  'AWS Internal': 'AWS',
};

/** A console session is recorded as made by this; it says nothing of who did it. */
const CONSOLE = 'signin.amazonaws.com';

/** One line for people, of at most 300 characters: who did it and, where a service did it for them, through which. */
export function principalLabel(principal: Principal): string {
  const who = whoIs(principal);
  const { invokedBy, type } = principal;
  const through =
    invokedBy && type !== 'AWSService' && invokedBy !== CONSOLE ? `, through ${serviceName(invokedBy)}` : '';
  return short(`${who}${through}`, 300);
}

function whoIs(principal: Principal): string {
  const { type, accountId, userName, arn, principalId } = principal;
  switch (type) {
    case 'Root':
      return accountId ? `root of ${accountId}` : 'root';
    case 'AssumedRole':
    case 'Role':
      return asRole(principal);
    case 'FederatedUser':
      return federated(principal);
    case 'WebIdentityUser':
    case 'SAMLUser':
      return byProvider(principal);
    case 'AWSService':
      return principal.invokedBy ? `${serviceName(principal.invokedBy)} (AWS service)` : 'AWS service';
    case 'AWSAccount':
      return accountId
        ? `${principal.sessionName ?? principalId ?? 'somebody'} of account ${accountId}`
        : 'another account';
    case 'IdentityCenterUser':
      return userName ? `Identity Center user ${userName}` : 'Identity Center user';
    default:
      return userName ?? lastPart(arn) ?? principalId ?? 'unknown';
  }
}

function asRole({ sessionName, sessionIssuerName, sessionIssuerArn, arn }: Principal): string {
  const role = sessionIssuerName ?? lastPart(sessionIssuerArn) ?? arn?.split('/')[1] ?? null;
  if (!role) return sessionName ?? lastPart(arn) ?? 'a role';
  return sessionName && sessionName !== role ? `${sessionName} via role ${role}` : `role ${role}`;
}

function federated({ sessionName, userName, sessionIssuerName, sessionIssuerArn, arn }: Principal): string {
  const name = sessionName ?? userName ?? lastPart(arn) ?? 'federated user';
  const issuer = sessionIssuerName ?? lastPart(sessionIssuerArn);
  return issuer ? `${name} via user ${issuer}` : name;
}

/** A SAML identity's provider is a digest, a web identity's an ARN or a host. */
function byProvider({ type, userName, principalId, identityProvider }: Principal): string {
  const name = userName ?? principalId ?? 'somebody';
  if (type === 'SAMLUser') return `${name} via SAML`;
  const provider = identityProvider?.split(':oidc-provider/').at(-1);
  return provider ? `${name} via ${provider}` : name;
}

const lastPart = (arn: string | null) => arn?.split(/[/:]/).at(-1) || null;

function serviceName(principal: string): string {
  if (Object.hasOwn(SERVICE_NAMES, principal)) return SERVICE_NAMES[principal] ?? principal;
  return principal.replace(/[.]amazonaws[.]com(?:[.]cn)?$/, '');
}

const short = (text: string, limit: number) =>
  text.length > limit ? `${text.slice(0, limit - 1)}…`.toWellFormed() : text;
