import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '@/lib/db/generated/prisma/client';
import { CLIENT_ADDRESS_HEADER } from './client-address';
import { guard } from './guard';
import { AUTH_BASE_PATH } from './offered-paths';
import { discoveryUrl, exchangeCode, OIDC_PROVIDER_ID, type OidcConfig, type OidcDiscovery, personOf } from './oidc';
import { hashPassword, verifyPassword } from './password';
import type { AuthPeople } from './people';
import { ABSOLUTE_SECONDS } from './session-age';

export type BetterAuthInput = {
  directory: PrismaClient;
  publicUrl: string;
  secret: string;
  people: AuthPeople;
  oidc: { config: OidcConfig; discovery: OidcDiscovery } | null;
  now: () => Date;
};

/** Nothing of a provider's tokens is kept: they served to sign in once. */
const NO_PROVIDER_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

/**
 * better-auth configured for Mooring: sign-in by password (no sign-up: people come by links), TOTP with backup
 * codes, one OpenID provider, limits in the database. See docs/decisions/0060-people-and-audit.md.
 */
export function configureBetterAuth({ directory, publicUrl, secret, people, oidc, now }: BetterAuthInput) {
  const secure = new URL(publicUrl).protocol === 'https:';
  return betterAuth({
    appName: 'Mooring',
    baseURL: new URL(publicUrl).origin,
    basePath: AUTH_BASE_PATH,
    secret,
    database: prismaAdapter(directory, { provider: 'postgresql', transaction: true }),
    trustedOrigins: [new URL(publicUrl).origin],
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    user: { additionalFields: { installAdmin: { type: 'boolean', defaultValue: false, input: false } } },
    account: {
      modelName: 'authAccount',
      accountLinking: {
        enabled: true,
        trustedProviders: [OIDC_PROVIDER_ID],
        // The provider vouches for the address; ours was vouched for by who sent the link.
        requireLocalEmailVerified: false,
      },
    },
    session: { expiresIn: ABSOLUTE_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-in/social': { window: 60, max: 20 },
        '/two-factor/*': { window: 60, max: 10 },
        '/change-password': { window: 60, max: 5 },
      },
    },
    advanced: {
      // With https every name gets __Host-, which better-auth has no option for; it would add __Secure- before it.
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-mooring' : 'mooring',
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => uuidv7() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            if (await people.mayJoin(user.email)) return { data: { ...user, emailVerified: true } };
            throw new APIError('FORBIDDEN', { code: 'not_invited', message: 'Nobody has invited this address.' });
          },
          after: async (user) => people.joined(user),
        },
      },
      account: {
        create: { before: async (account) => ({ data: { ...account, ...NO_PROVIDER_TOKENS } }) },
        update: { before: async (account) => ({ data: { ...account, ...NO_PROVIDER_TOKENS } }) },
      },
    },
    plugins: [
      twoFactor({ issuer: 'Mooring' }),
      ...(oidc ? [singleSignOn(oidc.config, oidc.discovery)] : []),
      guard({ directory, people, now }),
    ],
  });
}

export type ConfiguredAuth = ReturnType<typeof configureBetterAuth>;

function singleSignOn(config: OidcConfig, discovery: OidcDiscovery) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER_ID,
        name: config.name,
        discoveryUrl: discoveryUrl(config),
        clientId: config.clientId,
        clientSecret: config.clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        accountSubject: ({ profile }) => String(profile.id),
        getToken: (data) => exchangeCode(config, discovery, data),
        getUserInfo: async (tokens) => personOf(tokens.idToken, config),
      },
    ],
  });
}
