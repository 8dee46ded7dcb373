import { setTimeout as delay } from 'node:timers/promises';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { parseCredentialReport, type ReportUser } from '@/lib/collectors/aws/iam/credential-report-csv';
import { type Enrichment, enrich } from '@/lib/collectors/reads/gaps';
import type { CollectContext } from '@/lib/collectors/types';

export const CREDENTIAL_REPORT_ACTIONS = ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'] as const;

/** Large accounts take AWS some tens of seconds; past two minutes the scan goes on without the report. */
const ATTEMPTS = 40;
const WAIT_MS = 3_000;
/** AWS's own codes for "not there yet". */
const NOT_YET =
  /^(CredentialReportNotReady|CredentialReportNotPresent|CredentialReportExpired|ReportInProgress|ReportNotPresent|ReportExpired)/;

/** By user ARN; the root user is under `<root_account>` too. */
export type CredentialReport = ReadonlyMap<string, ReportUser>;

/**
 * The account's credential report, at most four hours old (AWS caches it): two calls when one is at hand, else bounded
 * waiting. It enriches and never decides that a user or key exists.
 */
export function credentialReport(ctx: CollectContext): Promise<Enrichment<CredentialReport>> {
  return ctx.memo.once('iam:credentialReport', () =>
    enrich('credentialReport', 'iam:GetCredentialReport', ctx.signal, () => readReport(ctx)),
  );
}

async function readReport(ctx: CollectContext): Promise<CredentialReport> {
  const options = { abortSignal: ctx.signal };
  for (let attempt = 1; ; attempt++) {
    try {
      const { State } = await ctx.clients.iam.send(new GenerateCredentialReportCommand({}), options);
      if (State === 'COMPLETE' || attempt >= ATTEMPTS) {
        const { Content } = await ctx.clients.iam.send(new GetCredentialReportCommand({}), options);
        return parseCredentialReport(new TextDecoder().decode(Content));
      }
    } catch (error) {
      if (attempt >= ATTEMPTS || !(error instanceof Error) || !NOT_YET.test(error.name)) throw error;
    }
    await delay(WAIT_MS, undefined, { signal: ctx.signal });
  }
}
