import {
  CreateBucket$,
  type CreateBucketOutput,
  type CreateBucketRequest,
  DeleteBucket$,
  type DeleteBucketRequest,
  GetBucketLocation$,
  type GetBucketLocationOutput,
  type GetBucketLocationRequest,
  HeadBucket$,
  type HeadBucketOutput,
  type HeadBucketRequest,
  ListBuckets$,
  type ListBucketsOutput,
  type ListBucketsRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { cannedGrants, refuseBlockedAcl } from './acl';
import { askBucket, bucketArn, bucketsOf, canonicalId, findBucket, heldBucket, noSuchBucket, objectsOf } from './find';
import { s3Trail } from './trail';
import { type Bucket, NEW_BUCKET } from './types';

const NAME =
  /^(?!\d{1,3}(\.\d{1,3}){3}$)(?!xn--|sthree-|.*-s3alias$|.*--ol-s3$|.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const bucketOperations = {
  ListBuckets: modelRead<ListBucketsRequest, ListBucketsOutput>(ListBuckets$, {
    ask: () => ({ action: 's3:ListAllMyBuckets', resource: '*' }),
    handle: (call, input) => {
      const after = input.ContinuationToken && Buffer.from(input.ContinuationToken, 'base64url').toString();
      const found = bucketsOf(call.account)
        .list()
        .filter(({ name, region }) => name.startsWith(input.Prefix ?? '') && region === (input.BucketRegion ?? region))
        .filter(({ name }) => after === undefined || name > after);
      const page = found.slice(0, input.MaxBuckets ?? 10_000);
      const last = page.at(-1);
      // An unpaged list tells no regions (S3 API reference, ListBuckets).
      const tells = [input.MaxBuckets, input.Prefix, input.BucketRegion].some((each) => each !== undefined);
      return {
        Owner: { ID: canonicalId(call.account.id) },
        Buckets: page.map(({ name, region, createdAt }) => ({
          Name: name,
          CreationDate: new Date(createdAt),
          ...(tells ? { BucketRegion: region, BucketArn: bucketArn(name) } : {}),
        })),
        ...(input.Prefix ? { Prefix: input.Prefix } : {}),
        ...(last && page.length < found.length
          ? { ContinuationToken: Buffer.from(last.name).toString('base64url') }
          : {}),
      };
    },
  }),
  CreateBucket: modelWrite<CreateBucketRequest, CreateBucketOutput>(CreateBucket$, {
    ask: (_call, { Bucket }) => bucketArn(Bucket ?? ''),
    handle: (call, input) => {
      const name = input.Bucket ?? '';
      if (!NAME.test(name)) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
      refuseLocation(call, input.CreateBucketConfiguration?.LocationConstraint);
      const known = findBucket(call.world, name);
      if (known && known.owner !== call.account) {
        throw new AwsError(
          'BucketAlreadyExists',
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
          409,
        );
      }
      if (known && !(known.bucket.region === 'us-east-1' && call.region === 'us-east-1')) {
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
        );
      }
      if (known === undefined) bucketsOf(call.account).put(name, newBucket(call, input), call.now);
      return { Location: call.region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/` };
    },
    trail: s3Trail('CreateBucket', (input: CreateBucketRequest) => {
      const { LocationConstraint } = input.CreateBucketConfiguration ?? {};
      return LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {};
    }),
  }),
  DeleteBucket: modelWrite<DeleteBucketRequest, object>(DeleteBucket$, {
    ask: (call, { Bucket }) => askBucket('s3:DeleteBucket', call, Bucket),
    handle: (call, { Bucket }) => {
      const { owner, bucket } = heldBucket(call, Bucket);
      if (objectsOf(owner, bucket.name).size > 0) {
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
      }
      bucketsOf(owner).delete(bucket.name, call.now);
      return {};
    },
    trail: s3Trail('DeleteBucket'),
  }),
  HeadBucket: modelRead<HeadBucketRequest, HeadBucketOutput>(HeadBucket$, {
    ask: (call, { Bucket }) => askBucket('s3:ListBucket', call, Bucket),
    handle: (call, { Bucket }) => ({ BucketRegion: heldBucket(call, Bucket).bucket.region }),
  }),
  // Answered wherever it is asked: it is how a client finds the region.
  GetBucketLocation: modelRead<GetBucketLocationRequest, GetBucketLocationOutput>(GetBucketLocation$, {
    ask: (_call, { Bucket }) => bucketArn(Bucket ?? ''),
    handle: (call, { Bucket }) => {
      const held = findBucket(call.world, Bucket ?? '');
      if (held?.owner !== call.account) throw noSuchBucket();
      return held.bucket.region === 'us-east-1' ? {} : { LocationConstraint: held.bucket.region as 'eu-west-1' };
    },
  }),
};

function newBucket(call: Call, input: CreateBucketRequest): Bucket {
  const settings = {
    ...NEW_BUCKET,
    ...(input.ObjectOwnership ? { ownership: { Rules: [{ ObjectOwnership: input.ObjectOwnership }] } } : {}),
  };
  refuseBlockedAcl(settings, input.ACL);
  return {
    name: input.Bucket ?? '',
    region: call.region,
    createdAt: call.now,
    settings: { ...settings, grants: cannedGrants(input.ACL) },
  };
}

/** A bucket is made in the region that the request goes to, and must name it, but in us-east-1. */
function refuseLocation(call: Call, asked: string | undefined): void {
  if (asked === undefined ? call.region === 'us-east-1' : asked === call.region && asked !== 'us-east-1') return;
  if (asked === 'us-east-1')
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${asked ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
