/** What CloudTrail writes under `AWSLogs/`. `log`: records; `digest`: signed hashes of log files; `insight`: statistics. */
export type TrailObject = {
  kind: 'log' | 'digest' | 'insight';
  accountId: string;
  region: string;
  organizationId: string | null;
};

const FOLDER =
  /(?:^|\/)AWSLogs\/(?:(o-[a-z0-9]{10,32})\/)?(\d{12})\/(CloudTrail|CloudTrail-Digest|CloudTrail-Insight)\/([a-z]{2}(?:-[a-z]+)+-\d)\/\d{4}\/\d\d\/\d\d\/([^/]+)$/;
const KINDS: ReadonlyMap<string, TrailObject['kind']> = new Map([
  ['CloudTrail', 'log'],
  ['CloudTrail-Digest', 'digest'],
  ['CloudTrail-Insight', 'insight'],
]);

/**
 * What an object is by its key (CloudTrail User Guide, "Finding your CloudTrail log files"); null: nothing of CloudTrail's.
 * The file's name begins with the account that its folder names.
 */
export function trailObjectOf(key: string): TrailObject | null {
  const [, organizationId = null, accountId = '', folder = '', region = '', file = ''] = FOLDER.exec(key) ?? [];
  const kind = KINDS.get(folder);
  if (kind === undefined || !file.startsWith(`${accountId}_CloudTrail`) || !file.endsWith('.json.gz')) return null;
  return { kind, accountId, region, organizationId };
}

/** The key as S3's notifications spell it: percent-encoded, `+` for a space. null: no such encoding. */
export function decodeNotifiedKey(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
