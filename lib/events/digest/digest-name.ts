/** What a digest's key tells. `trail`: its name and home region, which keep the chains of several trails apart. */
export type DigestName = { folder: string; accountId: string; region: string; trail: string; endedAt: number };

const KEY =
  /^(.*(?:^|\/)(\d{12})\/CloudTrail-Digest\/([a-z0-9-]+)\/)\d{4}\/\d\d\/\d\d\/(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_([^/]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.json\.gz$/;

/** Reads the key of a digest; null: it is none, or its folder and its name contradict each other. */
export function digestNameOf(key: string): DigestName | null {
  const found = KEY.exec(key);
  if (found === null) return null;
  const [, folder = '', accountId = '', region = '', account, place, trail = '', ...time] = found;
  if (account !== accountId || place !== region) return null;
  const [year = 0, month = 1, day = 1, hour, minute, second] = time.map(Number);
  return { folder, accountId, region, trail, endedAt: Date.UTC(year, month - 1, day, hour, minute, second) };
}

/** A key behind which the digests of a moment and later lie, in the folder of one account and region: that day's folder. */
export const dayBefore = (folder: string, moment: number): string =>
  `${folder}${new Date(moment).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
