import type { ReactNode } from 'react';
import type { Role } from '@/lib/schemas/role';

export type InvitationProps = { token: string; email: string; workspace: string; role: Role };

/** Who is invited where, as what. */
export function invitationLead({ email, role }: InvitationProps): ReactNode {
  return (
    <>
      <b className="font-medium break-all text-fg">{email}</b> is invited as {role}.
    </>
  );
}
