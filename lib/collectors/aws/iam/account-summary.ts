import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import type { Enrichment } from '@/lib/collectors/reads/gaps';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type NormalizedResource,
  type NormalizeEnv,
} from '@/lib/collectors/types';
import { type ReportUser, ROOT_USER } from './credential-report-csv';
import { accountSummaryEvents } from './events';
import { CREDENTIAL_REPORT_ACTIONS, credentialReport } from './reads/credential-report';

/** `root` null: the credential report is not readable. */
export type RawSummary = { summary: Record<string, number>; root: ReportUser | null };

async function read(
  ctx: CollectContext,
): Promise<{ raw: RawSummary; gaps: NonNullable<Enrichment<unknown>['gap']>[] }> {
  const [report, answer] = await Promise.all([
    credentialReport(ctx),
    ctx.clients.iam.send(new GetAccountSummaryCommand({}), { abortSignal: ctx.signal }),
  ]);
  const raw = { summary: { ...answer.SummaryMap }, root: report.value?.get(ROOT_USER) ?? null };
  return { raw, gaps: report.gap ? [report.gap] : [] };
}

const camelCase = (key: string): string => key.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (head) => head.toLowerCase());

/** Settings and limits; everything else in the summary counts things that are resources themselves. */
const CONFIGURATION =
  /Quota$|Limit$|^AccountMFAEnabled$|^AccountAccessKeysPresent$|^AccountSigningCertificatesPresent$|^AccountPasswordPresent$|^GlobalEndpointTokenVersion$/;

function normalize({ summary, root }: RawSummary, { accountId, partition }: NormalizeEnv): NormalizedResource {
  const part = (configuration: boolean) =>
    Object.fromEntries(
      Object.entries(summary)
        .filter(([key]) => CONFIGURATION.test(key) === configuration)
        .map(([key, value]) => [camelCase(key), value]),
    );
  return {
    type: 'AWS::IAM::AccountSummary',
    id: accountId,
    arn: `arn:${partition}:iam::${accountId}:root`,
    name: 'Account summary',
    region: GLOBAL_REGION,
    tags: {},
    attributes: part(true),
    volatile: {
      ...part(false),
      ...(root && {
        rootPasswordLastUsed: root.passwordLastUsed,
        rootMfaActive: root.mfaActive,
        rootAccessKeys: root.keys.map((key) => ({ ...key })),
      }),
    },
    relationships: [],
    createdAt: null,
    unread: root ? [] : ['rootPasswordLastUsed', 'rootMfaActive', 'rootAccessKeys'].map((name) => `volatile.${name}`),
  };
}

/** One per account: what it may hold and how its root user is protected. */
export const accountSummaryCollector: Collector<RawSummary> = {
  service: 'iam',
  type: 'AWS::IAM::AccountSummary',
  title: 'IAM account summary',
  scope: 'global',
  actions: ['iam:GetAccountSummary'],
  enrichingActions: [...CREDENTIAL_REPORT_ACTIONS],
  readActions: [],
  async *list(ctx) {
    const requestStartedAt = ctx.now();
    const { raw, gaps } = await read(ctx);
    yield { items: [raw], requestStartedAt, gaps };
  },
  async getMany(ctx, refs) {
    const requestStartedAt = ctx.now();
    const { raw } = await read(ctx);
    return { found: refs.map((ref) => ({ ref, raw, requestStartedAt })), missing: [] };
  },
  normalize,
  events: accountSummaryEvents,
  eventless: { create: 'It comes with the account.', delete: 'It goes with the account.' },
};
