import { ListRolesCommand } from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import type { CollectContext } from '@/lib/collectors/types';
import { heavyReads } from './heavy-reads';

/** What GetAccountAuthorizationDetails does not tell of a role. */
export type RoleSettings = { description: string | null; maxSessionDuration: number | null };

/** `byId` by role id; `names` by role id, to find roles that the other list does not show. */
export type AllRoleSettings = {
  byId: ReadonlyMap<string, RoleSettings & { name: string }>;
  requestStartedAt: number;
};

/** ListRoles: a call for 500 roles where GetRole would be one for each. */
export async function roleSettings(ctx: CollectContext): Promise<AllRoleSettings> {
  const requestStartedAt = ctx.now();
  const byId = new Map<string, RoleSettings & { name: string }>();
  const oneAtATime = await heavyReads(ctx);
  const pages = markerPages((Marker) =>
    oneAtATime(() =>
      ctx.clients.iam.send(new ListRolesCommand({ Marker, MaxItems: 500 }), { abortSignal: ctx.signal }),
    ),
  );
  for await (const page of pages) {
    for (const role of page.Roles ?? []) {
      byId.set(role.RoleId ?? '', {
        name: role.RoleName ?? '',
        description: role.Description || null,
        maxSessionDuration: role.MaxSessionDuration ?? null,
      });
    }
  }
  return { byId, requestStartedAt };
}
