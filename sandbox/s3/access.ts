import {
  DeleteBucketOwnershipControls$,
  type DeleteBucketOwnershipControlsRequest,
  DeleteBucketPolicy$,
  type DeleteBucketPolicyRequest,
  DeletePublicAccessBlock$,
  type DeletePublicAccessBlockRequest,
  GetBucketOwnershipControls$,
  type GetBucketOwnershipControlsOutput,
  type GetBucketOwnershipControlsRequest,
  GetBucketPolicy$,
  type GetBucketPolicyOutput,
  type GetBucketPolicyRequest,
  GetBucketPolicyStatus$,
  type GetBucketPolicyStatusOutput,
  type GetBucketPolicyStatusRequest,
  GetPublicAccessBlock$,
  type GetPublicAccessBlockOutput,
  type GetPublicAccessBlockRequest,
  PutBucketOwnershipControls$,
  type PutBucketOwnershipControlsRequest,
  PutBucketPolicy$,
  type PutBucketPolicyRequest,
  PutPublicAccessBlock$,
  type PutPublicAccessBlockRequest,
} from '@aws-sdk/client-s3';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { AwsError } from '../wire/errors';
import { bucketArn } from './find';
import { isPublicPolicy } from './public';
import { malformedXml, settingRead, settingWrite } from './setting';
import type { Bucket } from './types';

const NO_POLICY = { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' };
const NO_BLOCK = {
  code: 'NoSuchPublicAccessBlockConfiguration',
  message: 'The public access block configuration was not found',
};
const NO_OWNERSHIP = {
  code: 'OwnershipControlsNotFoundError',
  message: 'The bucket ownership controls were not found',
};

function checkedPolicy(document: string, bucket: Bucket): string {
  const parsed = parsePolicy(document, 'resource');
  if (!parsed.ok) throw new AwsError('MalformedPolicy', parsed.problems[0]?.message ?? 'The policy is malformed.');
  const arn = bucketArn(bucket.name);
  const resources = parsed.policy.statements.flatMap((statement) => statement.resources ?? []);
  if (resources.some((each) => each !== arn && !each.startsWith(`${arn}/`) && each !== '*')) {
    throw new AwsError('MalformedPolicy', 'Policy has invalid resource');
  }
  if (bucket.settings.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(document)) {
    throw new AwsError(
      'AccessDenied',
      'Access Denied because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
      403,
    );
  }
  return document;
}

export const accessOperations = {
  GetBucketPolicy: settingRead<GetBucketPolicyRequest, GetBucketPolicyOutput>(
    GetBucketPolicy$,
    's3:GetBucketPolicy',
    ({ settings: { policy } }) => (policy === undefined ? undefined : { Policy: policy }),
    NO_POLICY,
  ),
  PutBucketPolicy: settingWrite<PutBucketPolicyRequest>(
    PutBucketPolicy$,
    's3:PutBucketPolicy',
    { event: 'PutBucketPolicy', part: 'policy' },
    ({ Policy }, bucket) => ({ policy: checkedPolicy(Policy ?? '', bucket) }),
  ),
  DeleteBucketPolicy: settingWrite<DeleteBucketPolicyRequest>(
    DeleteBucketPolicy$,
    's3:DeleteBucketPolicy',
    { event: 'DeleteBucketPolicy', part: 'policy' },
    () => ({ policy: undefined }),
  ),
  GetBucketPolicyStatus: settingRead<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput>(
    GetBucketPolicyStatus$,
    's3:GetBucketPolicyStatus',
    ({ settings: { policy } }) =>
      policy === undefined ? undefined : { PolicyStatus: { IsPublic: isPublicPolicy(policy) } },
    NO_POLICY,
  ),
  GetPublicAccessBlock: settingRead<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput>(
    GetPublicAccessBlock$,
    's3:GetBucketPublicAccessBlock',
    ({ settings: { publicAccessBlock } }) => publicAccessBlock && { PublicAccessBlockConfiguration: publicAccessBlock },
    NO_BLOCK,
  ),
  PutPublicAccessBlock: settingWrite<PutPublicAccessBlockRequest>(
    PutPublicAccessBlock$,
    's3:PutBucketPublicAccessBlock',
    { event: 'PutBucketPublicAccessBlock', part: 'publicAccessBlock' },
    ({ PublicAccessBlockConfiguration: given }) => {
      if (given === undefined) throw malformedXml();
      const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = given;
      return {
        publicAccessBlock: {
          BlockPublicAcls: BlockPublicAcls ?? false,
          IgnorePublicAcls: IgnorePublicAcls ?? false,
          BlockPublicPolicy: BlockPublicPolicy ?? false,
          RestrictPublicBuckets: RestrictPublicBuckets ?? false,
        },
      };
    },
  ),
  DeletePublicAccessBlock: settingWrite<DeletePublicAccessBlockRequest>(
    DeletePublicAccessBlock$,
    's3:PutBucketPublicAccessBlock',
    { event: 'DeleteBucketPublicAccessBlock', part: 'publicAccessBlock' },
    () => ({ publicAccessBlock: undefined }),
  ),
  GetBucketOwnershipControls: settingRead<GetBucketOwnershipControlsRequest, GetBucketOwnershipControlsOutput>(
    GetBucketOwnershipControls$,
    's3:GetBucketOwnershipControls',
    ({ settings: { ownership } }) => ownership && { OwnershipControls: ownership },
    NO_OWNERSHIP,
  ),
  PutBucketOwnershipControls: settingWrite<PutBucketOwnershipControlsRequest>(
    PutBucketOwnershipControls$,
    's3:PutBucketOwnershipControls',
    { event: 'PutBucketOwnershipControls', part: 'ownershipControls' },
    ({ OwnershipControls }) => {
      if (!OwnershipControls?.Rules?.length) throw malformedXml();
      return { ownership: OwnershipControls };
    },
  ),
  DeleteBucketOwnershipControls: settingWrite<DeleteBucketOwnershipControlsRequest>(
    DeleteBucketOwnershipControls$,
    's3:PutBucketOwnershipControls',
    { event: 'DeleteBucketOwnershipControls', part: 'ownershipControls' },
    () => ({ ownership: undefined }),
  ),
};
