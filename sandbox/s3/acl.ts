import {
  GetBucketAcl$,
  type GetBucketAclOutput,
  type GetBucketAclRequest,
  type Grant,
  PutBucketAcl$,
  type PutBucketAclRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { askBucket, canonicalId, changeSettings, heldBucket } from './find';
import { s3Trail } from './trail';
import type { BucketSettings } from './types';

const GROUPS = 'http://acs.amazonaws.com/groups';
const EVERYBODY = `${GROUPS}/global/AllUsers`;
const AUTHENTICATED = `${GROUPS}/global/AuthenticatedUsers`;
const LOGS = `${GROUPS}/s3/LogDelivery`;

const toGroup = (URI: string, Permission: NonNullable<Grant['Permission']>): Grant => ({
  Grantee: { Type: 'Group', URI },
  Permission,
});

const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  private: [],
  'public-read': [toGroup(EVERYBODY, 'READ')],
  'public-read-write': [toGroup(EVERYBODY, 'READ'), toGroup(EVERYBODY, 'WRITE')],
  'authenticated-read': [toGroup(AUTHENTICATED, 'READ')],
  'log-delivery-write': [toGroup(LOGS, 'WRITE'), toGroup(LOGS, 'READ_ACP')],
};

/** The grants of a canned ACL beside the owner's. */
export function cannedGrants(acl: string | undefined): Grant[] {
  const grants = CANNED[acl ?? 'private'];
  if (grants === undefined) throw new AwsError('InvalidArgument', `The ACL ${acl} is not one of S3's canned ACLs.`);
  return [...grants];
}

const isPublic = (grants: readonly Grant[]) =>
  grants.some(({ Grantee }) => Grantee?.URI === EVERYBODY || Grantee?.URI === AUTHENTICATED);

/** With the owner enforced there are no ACLs but the private one; and public ones may be blocked. */
export function refuseBlockedAcl(
  settings: BucketSettings,
  acl: string | undefined,
  listed: readonly Grant[] = [],
): void {
  const grants = [...cannedGrants(acl), ...listed];
  if (grants.length > 0 && settings.ownership?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
  if (isPublic(grants) && settings.publicAccessBlock?.BlockPublicAcls) {
    throw new AwsError(
      'AccessDenied',
      'Access Denied because public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
      403,
    );
  }
}

export const aclOperations = {
  GetBucketAcl: modelRead<GetBucketAclRequest, GetBucketAclOutput>(GetBucketAcl$, {
    ask: (call, { Bucket }) => askBucket('s3:GetBucketAcl', call, Bucket),
    handle: (call, { Bucket }) => {
      const { owner, bucket } = heldBucket(call, Bucket);
      const ID = canonicalId(owner.id);
      const own: Grant = { Grantee: { Type: 'CanonicalUser', ID }, Permission: 'FULL_CONTROL' };
      return { Owner: { ID }, Grants: [own, ...(bucket.settings.grants ?? [])] };
    },
  }),
  PutBucketAcl: modelWrite<PutBucketAclRequest, object>(PutBucketAcl$, {
    ask: (call, { Bucket }) => askBucket('s3:PutBucketAcl', call, Bucket),
    handle: (call, input) => {
      const held = heldBucket(call, input.Bucket);
      const ownId = canonicalId(held.owner.id);
      const listed = (input.AccessControlPolicy?.Grants ?? []).filter(({ Grantee }) => Grantee?.ID !== ownId);
      refuseBlockedAcl(held.bucket.settings, input.ACL, listed);
      changeSettings(call, held, { grants: [...cannedGrants(input.ACL), ...listed] });
      return {};
    },
    trail: s3Trail('PutBucketAcl', ({ ACL }: PutBucketAclRequest) => ({
      acl: '',
      ...(ACL ? { 'x-amz-acl': ACL } : {}),
    })),
  }),
};
