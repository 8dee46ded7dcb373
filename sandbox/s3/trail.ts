import type { Call, Trail } from '../wire/action';

/** S3's records name the bucket as `bucketName` and the part of it by a key of its own. */
export function s3Trail<Input>(eventName: string, more: (input: Input) => Record<string, unknown> = () => ({})) {
  return ({ params }: Call): Trail => {
    const { Bucket, Key } = params.values;
    const requestParameters = {
      bucketName: Bucket,
      Host: 's3.amazonaws.com',
      ...(Key === undefined ? {} : { key: Key }),
      ...more(params.values as Input),
    };
    return { eventName, requestParameters, responseElements: null };
  };
}
