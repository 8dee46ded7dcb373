import { AppError } from '@/lib/errors/app-error';
import { discoveryUrl } from './names';
import { readTokenFile } from './retrievers/token-file';
import type { TokenClaims } from './token';
import type { FederationFacts } from './types';

/** Where a workspace's identity comes from: the built-in issuer, or a token that something projects into a file. */
export type FederationSource =
  | { kind: 'mooring_issuer'; issuerUrl: string; audience: string; subject: string }
  | { kind: 'token_file'; path: string; operatorDirectories: readonly string[] };

/**
 * The facts that System -> Security shows and Terraform is filled with. For a token file all of them are read from
 * the token as it is now: throws when it cannot be read, never falls back to a guess.
 */
export async function describeFederation(source: FederationSource, signal?: AbortSignal): Promise<FederationFacts> {
  if (source.kind === 'mooring_issuer') {
    return {
      issuerKind: 'mooring',
      issuerUrl: source.issuerUrl,
      audience: source.audience,
      subject: source.subject,
      namespace: null,
      serviceAccount: null,
      tokenPath: null,
      discoveryUrl: discoveryUrl(source.issuerUrl),
      tokenExpiresAt: null,
    };
  }
  const { claims } = await readTokenFile(source.path, { operatorDirectories: source.operatorDirectories, signal });
  return describeClaims(claims, source.path);
}

/** The facts of a token's claims; `tokenPath` null for one that was requested and not projected. */
export function describeClaims(claims: TokenClaims, tokenPath: string | null): FederationFacts {
  const [audience, ...others] = claims.audience;
  if (audience === undefined || others.length > 0) {
    const message = `The token has ${claims.audience.length} audiences; AWS needs exactly one. Project it with one audience.`;
    throw new AppError('invalid_request', message);
  }
  return {
    issuerKind: claims.serviceAccount ? 'kubernetes' : 'external',
    issuerUrl: claims.issuer,
    audience,
    subject: claims.subject,
    namespace: claims.serviceAccount?.namespace ?? null,
    serviceAccount: claims.serviceAccount?.name ?? null,
    tokenPath,
    discoveryUrl: discoveryUrl(claims.issuer),
    tokenExpiresAt: claims.expiresAt,
  };
}
