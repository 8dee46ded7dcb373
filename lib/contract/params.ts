import { z } from 'zod';
import { idSchema } from '@/lib/schemas/common';
import { userIdSchema } from '@/lib/schemas/person';

const workspaceId = idSchema.meta({ description: 'The workspace' });

export const inWorkspace = z.object({ workspaceId });
export const ofIntegration = z.object({ workspaceId, integrationId: idSchema });
export const ofVerification = z.object({ workspaceId, verificationId: idSchema });
export const ofScan = z.object({ workspaceId, scanId: idSchema });
export const ofCredential = z.object({ workspaceId, credentialId: idSchema });
export const ofResource = z.object({ workspaceId, uid: idSchema });
export const ofAccessKey = z.object({ workspaceId, accessKeyUid: idSchema });
export const ofMember = z.object({ workspaceId, userId: userIdSchema });
export const ofInvitation = z.object({ workspaceId, invitationId: idSchema });
export const ofApiToken = z.object({ workspaceId, apiTokenId: idSchema });
export const ofHostIdentity = z.object({ hostIdentityId: idSchema });
export const ofUser = z.object({ userId: userIdSchema });
