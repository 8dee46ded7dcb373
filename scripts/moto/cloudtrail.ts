import { type MotoService, printed } from './service';

export const cloudTrail: MotoService = {
  async fill({ aws, region }) {
    const bucket = `moto-${region}-trails`;
    const constraint = region === 'us-east-1' ? [] : ['--create-bucket-configuration', `LocationConstraint=${region}`];
    await aws('s3api', 'create-bucket', '--bucket', bucket, ...constraint);
    for (const [name, ...more] of [['everywhere', '--is-multi-region-trail'], ['local'], ['stopped']] as const) {
      const named = `${name}-${region}`;
      await aws('cloudtrail', 'create-trail', '--name', named, '--s3-bucket-name', bucket, ...more);
      if (name !== 'stopped') await aws('cloudtrail', 'start-logging', '--name', named);
    }
  },
  lists: {
    'AWS::CloudTrail::Trail': printed(
      'cloudtrail',
      'describe-trails',
      'trailList[].TrailARN',
      '--no-include-shadow-trails',
    ),
  },
};
