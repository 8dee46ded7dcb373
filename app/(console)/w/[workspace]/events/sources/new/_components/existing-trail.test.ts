import { expect, test } from 'vitest';
import { isNamed, NO_TRAIL, trailOf, trailQuery } from './existing-trail';

const ATTRIBUTES = {
  s3BucketName: 'northquay-trail',
  s3KeyPrefix: 'org',
  snsTopicARN: 'arn:aws:sns:eu-west-1:120458963014:trail',
  kmsKeyId: 'arn:aws:kms:eu-west-1:120458963014:key/0b0d2d6e',
  cloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:120458963014:log-group:aws-cloudtrail-logs:*',
};

test('a trail of the inventory fills what a strategy asks for, and nothing else is sent', () => {
  const trail = trailOf(ATTRIBUTES);
  expect(trail).toMatchObject({ bucket: 'northquay-trail', prefix: 'org/AWSLogs/', group: 'aws-cloudtrail-logs' });
  expect(trailQuery('sqs', trail)).toEqual({
    existingTrailBucket: 'northquay-trail',
    existingTrailPrefix: 'org/AWSLogs/',
    existingTrailTopicArn: ATTRIBUTES.snsTopicARN,
    existingTrailKmsKeyArn: ATTRIBUTES.kmsKeyId,
  });
  expect(trailQuery('s3', trail)).not.toHaveProperty('existingTrailTopicArn');
  expect(trailQuery('kinesis', trail)).toEqual({ existingLogGroup: 'aws-cloudtrail-logs' });
  expect(trailQuery('eventbridge', trail)).toEqual({});
});

test('what is not known is not given; a queue needs the topic as well as the bucket', () => {
  const bare = trailOf({ s3BucketName: 'northquay-trail', kmsKeyId: 'alias/trail' });
  expect(trailQuery('s3', bare)).toEqual({ existingTrailBucket: 'northquay-trail' });
  expect([isNamed('s3', bare), isNamed('sqs', bare), isNamed('kinesis', bare)]).toEqual([true, false, false]);
  expect(trailOf(null)).toEqual(NO_TRAIL);
});
