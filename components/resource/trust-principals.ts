import { splitArn } from '@/lib/format/arn';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const list = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/**
 * The principals that Allow statements of a trust policy name, shortly and without a verdict: "ec2.amazonaws.com",
 * "OIDC token.actions.githubusercontent.com", "account 730335184422", "role ci-runner in 730335184422", "anyone".
 * Who really gets in depends on conditions; the role's page has that.
 */
export function trustPrincipals(document: unknown): string[] {
  if (!isObject(document)) return [];
  const names = list(document.Statement).flatMap((statement) => {
    if (!isObject(statement) || statement.Effect !== 'Allow') return [];
    if (statement.NotPrincipal !== undefined) return ['anyone but some'];
    const { Principal: principal } = statement;
    if (principal === '*') return ['anyone'];
    if (!isObject(principal)) return [];
    return Object.entries(principal).flatMap(([kind, values]) =>
      list(values).flatMap((value) => (typeof value === 'string' ? [principalName(kind, value)] : [])),
    );
  });
  return [...new Set(names)];
}

function principalName(kind: string, value: string): string {
  if (kind === 'Service') return value;
  if (value === '*') return 'anyone';
  const parts = splitArn(value);
  if (kind === 'Federated') {
    const provider = parts?.resource.match(/^(oidc|saml)-provider\/(.+)$/);
    return provider ? `${provider[1]?.toUpperCase()} ${provider[2]}` : value;
  }
  if (/^\d{12}$/.test(value)) return `account ${value}`;
  if (!parts) return value;
  if (parts.resource === 'root') return `account ${parts.account}`;
  const [type = '', ...name] = parts.resource.split('/');
  return name.length > 0 ? `${type} ${name.at(-1)} in ${parts.account}` : value;
}
