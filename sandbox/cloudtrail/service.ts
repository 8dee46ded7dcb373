import type { ModelService } from '../wire/model/service';
import { publicKeyOperations } from './public-keys';
import { recordingOperations } from './recording';
import { trailOperations } from './trails';

/** AWS CloudTrail: trails and what they record. Event data stores and Insights are not emulated. */
export const cloudTrailService: ModelService = {
  signingName: 'cloudtrail',
  iamPrefix: 'cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'CloudTrail_20131101',
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: { ...trailOperations, ...recordingOperations, ...publicKeyOperations },
};
