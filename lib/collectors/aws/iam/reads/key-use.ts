import type { AccessKeyMetadata } from '@aws-sdk/client-iam';
import type { ReportKey, ReportUser } from '@/lib/collectors/aws/iam/credential-report-csv';
import { isoDate } from '@/lib/collectors/values';

const seconds = (date: string | null): string | null => date?.slice(0, 19) ?? null;

/**
 * The report's slot of each key, by key id, joined on the creation second: the report has no key ids, and its
 * `last_rotated` is "created or last changed". Only a pair that is alone on both sides, agrees on the status, and whose
 * user was created at the same time counts; keys left out are ambiguous and must be asked for one by one.
 */
export function joinReport(
  keys: readonly AccessKeyMetadata[],
  user: ReportUser | null | undefined,
  userCreated: string | null,
): Map<string, ReportKey> {
  const joined = new Map<string, ReportKey>();
  if (!user || userCreated === null || seconds(user.createdAt) !== seconds(userCreated)) return joined;
  for (const key of keys) {
    const created = seconds(isoDate(key.CreateDate));
    const twins = keys.filter((other) => seconds(isoDate(other.CreateDate)) === created);
    const slots = user.keys.filter((slot) => seconds(slot.lastRotated) === created);
    const [slot] = slots;
    if (created === null || twins.length !== 1 || slots.length !== 1 || !slot) continue;
    if (slot.active !== (key.Status === 'Active')) continue;
    joined.set(key.AccessKeyId ?? '', slot);
  }
  return joined;
}
