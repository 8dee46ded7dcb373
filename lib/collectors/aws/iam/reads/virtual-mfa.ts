import { ListVirtualMFADevicesCommand } from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import { type Enrichment, enrich } from '@/lib/collectors/reads/gaps';
import type { CollectContext } from '@/lib/collectors/types';

export type MfaDevice = { serialNumber: string; enableDate: string | null };

/** `byUser`: assigned virtual MFA devices by user ARN (the root user's is the account's root ARN). */
export type VirtualMfa = { byUser: ReadonlyMap<string, MfaDevice[]>; requestStartedAt: number };

/** One list for all users, where ListMFADevices would be a call each. Hardware keys are only in the credential report. */
export function virtualMfa(ctx: CollectContext): Promise<Enrichment<VirtualMfa>> {
  return ctx.memo.once('iam:virtualMfa', () =>
    enrich('mfaDevices', 'iam:ListVirtualMFADevices', ctx.signal, async () => {
      const requestStartedAt = ctx.now();
      const byUser = new Map<string, MfaDevice[]>();
      const pages = markerPages((Marker) =>
        ctx.clients.iam.send(
          new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned', Marker, MaxItems: 500 }),
          { abortSignal: ctx.signal },
        ),
      );
      for await (const page of pages) {
        for (const device of page.VirtualMFADevices ?? []) {
          const arn = device.User?.Arn ?? '';
          const entry = {
            serialNumber: device.SerialNumber ?? '',
            enableDate: device.EnableDate?.toISOString() ?? null,
          };
          byUser.set(arn, [...(byUser.get(arn) ?? []), entry]);
        }
      }
      return { byUser, requestStartedAt };
    }),
  );
}
