type Loose = { Statement: Record<string, unknown>[] };

/** A policy document with lists for single values and in one order, so that two writings of one policy are equal. */
export function normalized(policy: Loose): unknown[] {
  const bySid = [...policy.Statement].sort((left, right) => (String(left.Sid) < String(right.Sid) ? -1 : 1));
  return bySid.map((statement) => ({
    ...statement,
    Action: sorted(statement.Action),
    Resource: sorted(statement.Resource),
    ...(statement.Condition === undefined ? {} : { Condition: conditions(statement.Condition) }),
  }));
}

function conditions(of: unknown): unknown {
  return Object.fromEntries(
    Object.entries(of as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, sorted(values)])),
    ]),
  );
}

const sorted = (value: unknown): unknown[] => [value].flat().sort();

/** Who may do what with the bucket of a trail: the trail writes into its folders, and nobody does anything without TLS. */
export function trailBucketPolicy(bucket: string, trailArn: string, folders: readonly string[]): Loose {
  const trail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const only = { 'aws:SourceArn': trailArn };
  return {
    Statement: [
      {
        ...trail,
        Sid: 'TheTrailLooksAtTheBucket',
        Action: 's3:GetBucketAcl',
        Resource: bucket,
        Condition: { StringEquals: only },
      },
      {
        ...trail,
        Sid: 'TheTrailWrites',
        Action: 's3:PutObject',
        Resource: folders.map((folder) => `${bucket}/AWSLogs/${folder}/*`),
        Condition: { StringEquals: { ...only, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      {
        Sid: 'OnlyOverTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
