import { z } from 'zod';
import { displayNameSchema, idSchema, pageOf, timeSchema } from './common';
import { roleSchema } from './role';

export const emailSchema = z
  .email({ error: 'This is not an e-mail address.' })
  .max(254)
  .transform((email) => email.toLowerCase());
/** Ids of users are better-auth's: opaque text. */
export const userIdSchema = z.string().min(1).max(64);
/** Length is what counts; 12 as in NIST SP 800-63B's spirit, 128 so that hashing stays cheap. */
export const passwordSchema = z.string().min(12, 'At least 12 characters.').max(128, 'At most 128 characters.');

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  twoFactorEnabled: z.boolean(),
  installAdmin: z.boolean(),
  joinedAt: timeSchema,
});
export type Member = z.infer<typeof memberSchema>;
export const memberPageSchema = pageOf('members', memberSchema);

export const updateMemberSchema = z.object({ role: roleSchema });

export const inviteSchema = z.object({ email: emailSchema, role: roleSchema });
export const invitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  role: roleSchema,
  createdBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  state: z.enum(['open', 'accepted', 'expired', 'revoked']),
});
export type Invitation = z.infer<typeof invitationSchema>;
export const invitationPageSchema = pageOf('invitations', invitationSchema);

/** A link that is shown once, to be copied. `mailed` says whether SMTP took it as well. */
export const issuedLinkSchema = z.object({ url: z.string(), expiresAt: timeSchema, mailed: z.boolean() });
export type IssuedLink = z.infer<typeof issuedLinkSchema>;
export const invitedSchema = z.object({ invitation: invitationSchema, link: issuedLinkSchema });

const linkToken = z.string().min(20).max(200);
export const inspectLinkSchema = z.object({ token: linkToken });
export const linkInfoSchema = z.object({
  kind: z.enum(['bootstrap', 'invitation', 'password_reset']),
  email: z.string().nullable(),
  workspaceName: z.string().nullable(),
  role: roleSchema.nullable(),
  hasAccount: z.boolean(),
  expiresAt: timeSchema,
});
export type LinkInfo = z.infer<typeof linkInfoSchema>;

export const acceptInvitationSchema = z.object({
  token: linkToken,
  name: displayNameSchema.optional(),
  password: passwordSchema.optional(),
});
export const completeSetupSchema = z.object({
  token: linkToken,
  name: displayNameSchema,
  email: emailSchema,
  password: passwordSchema,
  workspaceName: displayNameSchema,
});
export const usePasswordResetSchema = z.object({ token: linkToken, password: passwordSchema });
export const acceptedSchema = z.object({ email: z.string(), workspaceId: idSchema.nullable() });

export const setupStatusSchema = z.object({
  needsFirstAdministrator: z.boolean(),
  sandbox: z.boolean(),
  singleSignOn: z.object({ providerId: z.string(), name: z.string() }).nullable(),
});

export const meSchema = z.object({
  actor: z.object({ kind: z.enum(['user', 'token']), id: z.string(), name: z.string(), email: z.string().nullable() }),
  installAdmin: z.boolean(),
  twoFactorEnabled: z.boolean(),
  workspaces: z.array(z.object({ id: idSchema, name: z.string(), role: roleSchema })),
  install: z.object({ sandbox: z.boolean(), sandboxUrl: z.string().nullable(), version: z.string() }),
});
export type Me = z.infer<typeof meSchema>;
