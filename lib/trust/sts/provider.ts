import { parseArn } from '../policy/arn';
import type { OidcProvider } from './types';

/** What IAM keeps of an issuer URL and what condition keys begin with: host and path, without the scheme. */
export function issuerKey(url: string): string {
  return url.replace(/^https:\/\//i, '');
}

/** The account's provider for an issuer. The spelling must be the same to the letter, trailing slash included. */
export function findProvider(
  providers: readonly OidcProvider[],
  issuer: string,
  accountId: string,
): OidcProvider | undefined {
  if (!issuer.startsWith('https://')) return undefined;
  return providers.find(
    ({ arn, url }) => issuerKey(url) === issuerKey(issuer) && parseArn(arn)?.accountId === accountId,
  );
}

/** `arn:…:oidc-provider/host/path` -> `host/path`; null for other ARNs. */
export function issuerKeyOfArn(providerArn: string): string | null {
  return /^arn:aws[a-z0-9-]*:iam::\d{12}:oidc-provider\/(.+)$/.exec(providerArn)?.[1] ?? null;
}
