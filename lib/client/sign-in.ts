import { z } from 'zod';

const answerSchema = z.looseObject({ code: z.string().optional(), message: z.string().optional() });
const TIMEOUT_MS = 30_000;

/** Our own codes keep their words; better-auth's get ours. */
const WORDS: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'This address and password do not belong together.',
  INVALID_EMAIL: 'This is not an e-mail address.',
  INVALID_PASSWORD: 'This is not your password.',
  INVALID_CODE: 'This code is not right. Codes change every 30 seconds.',
  INVALID_BACKUP_CODE: 'This backup code is not right, or was used already.',
  INVALID_TWO_FACTOR_COOKIE: 'This took too long. Begin again with your password.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Begin again with your password.',
  ACCOUNT_TEMPORARILY_LOCKED: 'Too many wrong codes for this account. Wait 15 minutes.',
};

/** A refusal of /api/auth, in words for people. `code` is the machine's. */
export class SignInError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'SignInError';
  }
}

type SignInPath =
  | '/sign-in/email'
  | '/sign-in/social'
  | '/sign-out'
  | '/change-password'
  | '/revoke-other-sessions'
  | '/two-factor/enable'
  | '/two-factor/disable'
  | '/two-factor/verify-totp'
  | '/two-factor/verify-backup-code'
  | '/two-factor/generate-backup-codes';

/** Posts to /api/auth, same origin. Throws SignInError; 30 s at most. */
async function post<S extends z.ZodType>(path: SignInPath, body: object, schema: S): Promise<z.output<S>> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new SignInError('unreachable', 'Mooring did not answer. Check the connection and try again.');
  }
  const json: unknown = await response.json().catch(() => ({}));
  if (response.ok) return schema.parse(json);
  if (response.status === 429 && !answerSchema.safeParse(json).data?.code) {
    throw new SignInError('rate_limited', 'Too many attempts. Wait a minute and try again.');
  }
  const { code = 'unreadable', message } = answerSchema.catch({}).parse(json);
  throw new SignInError(code, WORDS[code] ?? message ?? `Mooring answered ${response.status} without saying why.`);
}

const nothing = z.unknown();
const passwordAnswer = z.looseObject({ twoFactorRedirect: z.boolean().default(false) });
const providerAnswer = z.looseObject({ url: z.url({ protocol: /^https?$/ }) });
const enableAnswer = z.looseObject({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const codesAnswer = z.looseObject({ backupCodes: z.array(z.string()) });

export const signInApi = {
  /** Answers whether a second factor is still needed. */
  password: async (email: string, password: string) =>
    (await post('/sign-in/email', { email, password }, passwordAnswer)).twoFactorRedirect,
  /** The second step of sign-in, and the first code that turns the second factor on. */
  totp: (code: string) => post('/two-factor/verify-totp', { code }, nothing),
  backupCode: (code: string) => post('/two-factor/verify-backup-code', { code }, nothing),
  /** The provider's URL to go to; it comes back to `next`, or to `onError` with ?error=. */
  providerUrl: async (provider: string, next: string, onError: string) =>
    (await post('/sign-in/social', { provider, callbackURL: next, errorCallbackURL: onError }, providerAnswer)).url,
  signOut: () => post('/sign-out', {}, nothing),
  changePassword: (currentPassword: string, newPassword: string) =>
    post('/change-password', { currentPassword, newPassword, revokeOtherSessions: true }, nothing),
  endOtherSessions: () => post('/revoke-other-sessions', {}, nothing),
  /** An otpauth URI for a QR code, and the backup codes; `totp` with a first code completes it. */
  enableTwoFactor: (password: string) => post('/two-factor/enable', { password }, enableAnswer),
  disableTwoFactor: (password: string) => post('/two-factor/disable', { password }, nothing),
  newBackupCodes: async (password: string) =>
    (await post('/two-factor/generate-backup-codes', { password }, codesAnswer)).backupCodes,
};
