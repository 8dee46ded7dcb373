import { type MotoService, names, printed } from './service';

const policyOf = (bucket: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }],
  });

export const s3: MotoService = {
  async fill(place, many) {
    const { aws, region } = place;
    const constraint = region === 'us-east-1' ? [] : ['--create-bucket-configuration', `LocationConstraint=${region}`];
    for (const [index, bucket] of names(Math.min(many, 60), place).entries()) {
      await aws('s3api', 'create-bucket', '--bucket', bucket, ...constraint);
      // A few with every setting; a thousand of them would only make the fill slow.
      if (index >= 7) continue;
      await aws('s3api', 'put-bucket-tagging', '--bucket', bucket, '--tagging', 'TagSet=[{Key=from,Value=moto}]');
      await aws('s3api', 'put-bucket-policy', '--bucket', bucket, '--policy', policyOf(bucket));
    }
  },
  // The list is of all regions; moto ignores the CLI's filter by region.
  accountWide: true,
  lists: {
    'AWS::S3::Bucket': async (place) =>
      (await printed('s3api', 'list-buckets', 'Buckets[].Name')(place)).map((bucket) => `arn:aws:s3:::${bucket}`),
  },
};
