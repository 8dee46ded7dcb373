/** `<account>/<region>` of a bucket's shards, which differ by what stands last. */
const PLACE = /^(\d{12})\/(.+)$/;

/** A shard in words: "upkeep" for the source's own, "eu-west-1 in 586209417733" for a bucket's. */
export function shardText(shard: string): string {
  const [, account, region] = PLACE.exec(shard) ?? [];
  if (account && region) return `${region} in ${account}`;
  return shard === '*' ? 'upkeep' : shard;
}

/** The same where there is little room: what tells shards apart comes first, so that it is not what is cut. */
export function ShardName({ shard }: { shard: string }) {
  const [, account, region] = PLACE.exec(shard) ?? [];
  if (!account || !region) return shard === '*' ? 'upkeep' : <span className="mono">{shard}</span>;
  return (
    <span className="mono">
      {region} <span className="text-fg-3">{account}</span>
    </span>
  );
}
