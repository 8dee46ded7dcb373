import { AwsError } from '../wire/errors';
import type { ModelOperation } from '../wire/model/operation';
import type { RestTarget } from '../wire/model/rest';
import type { WireRequest } from '../wire/request';

/** A bucket's parts that a request names by a bare query parameter. One that is not emulated must not be taken for the bucket itself. */
const SUBRESOURCES = [
  'abac,accelerate,acl,analytics,cors,encryption,intelligent-tiering,inventory,legal-hold,lifecycle,location,logging',
  'metadataConfiguration,metadataTable,metrics,notification,object-lock,ownershipControls,partNumber,policy',
  'policyStatus,publicAccessBlock,replication,requestPayment,restore,retention,select,session,tagging,torrent',
  'uploadId,uploads,versioning,versions,website,attributes,delete',
]
  .join(',')
  .split(',');

/** Cuts the bucket off a path-style path, or reads it from a virtual host (`bucket.s3.localhost`, `bucket.127.0.0.1.nip.io`). */
export function s3Target(operations: Readonly<Record<string, ModelOperation>>, request: WireRequest): RestTarget {
  const hosted = /^([a-z0-9][a-z0-9.-]+)\.s3[.-]/.exec(request.header('host') ?? '')?.[1];
  const [bucket = '', ...rest] = hosted ? [hosted, request.path.slice(1)] : request.path.slice(1).split('/');
  const path = `/${rest.join('/')}`;
  refuseUnknown(operations, request, path !== '/');
  return bucket === '' ? { path: '/', labels: {} } : { path, labels: { Bucket: decodeURIComponent(bucket) } };
}

function refuseUnknown(operations: Readonly<Record<string, ModelOperation>>, request: WireRequest, ofObject: boolean) {
  const query = new URLSearchParams(request.query);
  for (const name of SUBRESOURCES) {
    if (!query.has(name)) continue;
    const known = Object.values(operations).some(
      ({ model: { http } }) =>
        http?.method === request.method &&
        http.path.includes('{Key') === ofObject &&
        http.literals.some(([each]) => each === name),
    );
    if (known) continue;
    throw new AwsError('NotImplemented', `The Mooring sandbox does not emulate ${request.method} ?${name} of S3.`, 501);
  }
}
