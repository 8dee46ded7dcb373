import { issuerKeyOfArn } from '@/lib/trust/sts/provider';

/**
 * Whom a pattern of subjects of an OIDC provider lets in. `anyone`: whoever has an account with the issuer. `owner`: all of
 * one organization or group. `project`: anybody who may run something in one repository or namespace. `narrow`: less.
 */
export type Width = 'anyone' | 'issuer' | 'owner' | 'project' | 'narrow';

/** Issuers where a stranger can get a token: an unbounded subject is then everybody. */
const FOR_EVERYBODY = [
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'accounts.google.com',
  'www.amazon.com',
  'graph.facebook.com',
  'cognito-identity.amazonaws.com',
  'app.terraform.io',
  'oidc.circleci.com',
  'vstoken.dev.azure.com',
  'agent.buildkite.com',
  'api.bitbucket.org',
];

export function issuerOf(provider: string): string {
  return issuerKeyOfArn(provider) ?? provider;
}

export function isForEverybody(provider: string): boolean {
  const issuer = issuerOf(provider);
  return FOR_EVERYBODY.some((one) => issuer === one || issuer.startsWith(`${one}/`));
}

/** How wide `pattern` (StringLike: `*` and `?`) is for a provider's subjects. */
export function widthOf(provider: string, pattern: string): Width {
  const all: Width = isForEverybody(provider) ? 'anyone' : 'issuer';
  const issuer = issuerOf(provider);
  if (issuer === 'token.actions.githubusercontent.com') return ofPath(pattern, 'repo:', all);
  if (issuer === 'gitlab.com') return ofPath(pattern, 'project_path:', all);
  if (pattern.startsWith('system:serviceaccount:')) {
    const [namespace = '', account = ''] = pattern.slice('system:serviceaccount:'.length).split(':');
    return isWild(namespace) ? 'issuer' : isWholly(account) ? 'project' : 'narrow';
  }
  const literal = /^[^*?]*/.exec(pattern)?.[0] ?? '';
  return literal.length < 4 ? all : 'owner';
}

/** `repo:owner/name:rest`, and what GitLab has in its place. */
function ofPath(pattern: string, prefix: string, all: Width): Width {
  if (!pattern.startsWith(prefix)) return isWild(pattern.slice(0, prefix.length)) ? all : 'owner';
  const path = pattern.slice(prefix.length);
  const slash = path.indexOf('/');
  if (slash === -1 || isWild(path.slice(0, slash))) return all;
  const colon = path.indexOf(':', slash);
  if (colon === -1 || isWild(path.slice(slash, colon))) return 'owner';
  return isWholly(path.slice(colon + 1)) ? 'project' : 'narrow';
}

const isWild = (text: string) => /[*?]/.test(text);
const isWholly = (text: string) => /^[*?]+$/.test(text) || text === '';
