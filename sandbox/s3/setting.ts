import type { StaticOperationSchema } from '@smithy/types';
import { AwsError } from '../wire/errors';
import { type ModelOperation, modelRead, modelWrite } from '../wire/model/operation';
import { askBucket, changeSettings, heldBucket } from './find';
import { s3Trail } from './trail';
import type { Bucket, BucketSettings } from './types';

type OnBucket = { Bucket: string | undefined };
/** What S3 answers where a setting was never made. */
export type Absence = { code: string; message: string };

/** The read of one part of a bucket: `read` answers undefined where there is none, which is `absence` on the wire. */
export function settingRead<Input extends OnBucket, Output>(
  schema: StaticOperationSchema,
  action: string,
  read: (bucket: Bucket, call: Parameters<ModelOperation['ask']>[0]) => Omit<Output, '$metadata'> | undefined,
  absence?: Absence,
): ModelOperation {
  return modelRead<Input, Output>(schema, {
    ask: (call, { Bucket }) => askBucket(action, call, Bucket),
    handle: (call, { Bucket }) => {
      const found = read(heldBucket(call, Bucket).bucket, call);
      if (found !== undefined) return found;
      const { code, message } = absence ?? { code: 'NoSuchConfiguration', message: 'There is no such configuration' };
      throw new AwsError(code, message, 404);
    },
  });
}

/** A change of one part of a bucket; `event` and `part` are what CloudTrail calls them. */
export function settingWrite<Input extends OnBucket>(
  schema: StaticOperationSchema,
  action: string,
  { event, part }: { event: string; part: string },
  change: (input: Input, bucket: Bucket) => BucketSettings,
): ModelOperation {
  return modelWrite<Input, object>(schema, {
    ask: (call, { Bucket }) => askBucket(action, call, Bucket),
    handle: (call, input) => {
      const held = heldBucket(call, input.Bucket);
      changeSettings(call, held, plain(change(input, held.bucket)));
      return {};
    },
    trail: s3Trail(event, () => ({ [part]: '' })),
  });
}

/** Rows are kept in a file: dates become text, which the codec writes as it is. Members that are undefined stay, to unset. */
function plain(settings: BucketSettings): BucketSettings {
  const entries = Object.entries(settings).map(([name, value]) => [
    name,
    value === undefined ? undefined : JSON.parse(JSON.stringify(value)),
  ]);
  return Object.fromEntries(entries);
}

export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
