import type { peopleOperations } from '@/lib/contract/people';
import { acceptInvitation } from '@/lib/services/people/accept-invitation';
import { completeSetup } from '@/lib/services/people/complete-setup';
import { createInvitation } from '@/lib/services/people/create-invitation';
import { inspectLink } from '@/lib/services/people/inspect-link';
import { listInvitations } from '@/lib/services/people/list-invitations';
import { listMembers } from '@/lib/services/people/list-members';
import { getMe } from '@/lib/services/people/me';
import { removeMember } from '@/lib/services/people/remove-member';
import { resetMemberPassword } from '@/lib/services/people/reset-member-password';
import { resetPassword } from '@/lib/services/people/reset-password';
import { revokeInvitation } from '@/lib/services/people/revoke-invitation';
import { setupStatus } from '@/lib/services/people/setup-status';
import { updateMember } from '@/lib/services/people/update-member';
import type { HandlersOf } from '../handler';

export const peopleHandlers: HandlersOf<typeof peopleOperations> = {
  'setup.status': (context) => setupStatus(context, {}),
  'setup.complete': (context, { body }) => completeSetup(context, body),
  'links.inspect': (context, { body }) => inspectLink(context, body),
  'links.acceptInvitation': (context, { body }) => acceptInvitation(context, body),
  'links.resetPassword': (context, { body }) => resetPassword(context, body),
  'me.get': (context) => getMe(context, {}),
  'members.list': (context, { query }) => listMembers(context, query),
  'members.update': async (context, { params, body }) =>
    (await updateMember(context, { userId: params.userId, ...body })).member,
  'members.remove': (context, { params }) => removeMember(context, { userId: params.userId }),
  'members.resetPassword': (context, { params }) => resetMemberPassword(context, { userId: params.userId }),
  'invitations.list': (context, { query }) => listInvitations(context, query),
  'invitations.create': (context, { body }) => createInvitation(context, body),
  'invitations.revoke': (context, { params }) => revokeInvitation(context, { invitationId: params.invitationId }),
};
