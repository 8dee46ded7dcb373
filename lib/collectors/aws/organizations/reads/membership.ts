import {
  DescribeOrganizationCommand,
  ListRootsCommand,
  type Organization,
  type Root,
} from '@aws-sdk/client-organizations';
import { classifyAwsError } from '@/lib/aws/errors';
import { tokenPages } from '@/lib/aws/pages';
import { all } from '@/lib/collectors/reads/each';
import type { CollectContext, Gap, ListPage } from '@/lib/collectors/types';

export type Membership =
  | { organization: Organization; roots: Root[]; startedAt: number }
  | { organization: null; gap: Gap; startedAt: number };

/**
 * The organization, when this account may read it: the management account and delegated administrators may. For other
 * members and for an account of its own the gap says who manages what. Throws when IAM is what refuses.
 */
export function membership(ctx: CollectContext): Promise<Membership> {
  return ctx.memo.once('organizations:membership', async () => {
    const startedAt = ctx.now();
    const organization = await describe(ctx);
    if (organization === null) {
      const message = 'This account is in no organization, so there is nothing to list.';
      const gap = { aspect: 'scope', action: 'organizations:DescribeOrganization', code: NOT_IN_USE, message };
      return { organization: null, gap, startedAt };
    }
    try {
      return { organization, roots: await roots(ctx), startedAt };
    } catch (error) {
      const { kind, code, action } = classifyAwsError(error);
      // AWS names the action when a policy refuses; to a plain member it only says that it may not look.
      if (kind !== 'denied' || action !== null || organization.MasterAccountId === ctx.accountId) throw error;
      const message = `Organization ${organization.Id} is managed by account ${organization.MasterAccountId}. Connect that account, or a delegated administrator, to see its accounts, units and policies.`;
      return {
        organization: null,
        gap: { aspect: 'scope', action: 'organizations:ListRoots', code, message },
        startedAt,
      };
    }
  });
}

const NOT_IN_USE = 'AWSOrganizationsNotInUseException';

async function describe(ctx: CollectContext): Promise<Organization | null> {
  try {
    const command = new DescribeOrganizationCommand({});
    return (await ctx.clients.organizations.send(command, { abortSignal: ctx.signal })).Organization ?? null;
  } catch (error) {
    if (classifyAwsError(error).code === NOT_IN_USE) return null;
    throw error;
  }
}

function roots(ctx: CollectContext): Promise<Root[]> {
  const pages = tokenPages(
    (NextToken) => ctx.clients.organizations.send(new ListRootsCommand({ NextToken }), { abortSignal: ctx.signal }),
    (page) => page.NextToken,
  );
  return all(pages, (page) => page.Roots);
}

/** Lists what only an organization's manager sees; elsewhere one empty page that says why. */
export async function* inOrganization<Raw>(
  ctx: CollectContext,
  list: (known: Extract<Membership, { roots: Root[] }>) => AsyncIterable<ListPage<Raw>>,
): AsyncGenerator<ListPage<Raw>> {
  const known = await membership(ctx);
  if (known.organization === null) yield { items: [], requestStartedAt: known.startedAt, gaps: [known.gap] };
  else yield* list(known);
}
