import { firstOf, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { ResourceRef, TrailEvent } from '@/lib/collectors/types';

/** `functionName` holds a name, a partial ARN or an ARN, each with or without a qualifier. */
function named(event: TrailEvent): ResourceRef[] {
  const given = refFrom({ name: 'requestParameters.functionName' })(event)[0]?.name;
  if (given === undefined) return [];
  const parts = given.split(':');
  if (parts[0] === 'arn') return [{ arn: parts.slice(0, 7).join(':'), name: parts[6] ?? '' }];
  const at = parts.indexOf('function');
  return [{ name: (at >= 0 ? parts[at + 1] : parts[0]) ?? given }];
}

/** Only a function's ARN: tags are put on event source mappings and code signing configurations too. */
function tagged(event: TrailEvent): ResourceRef[] {
  return refFrom({ arn: 'requestParameters.resource' })(event).filter(({ arn }) => arn?.includes(':function:'));
}

/** Lambda's events carry the API's version, and not all of them the same; both spellings are seen in records. */
const spelled = (name: string, ...versions: string[]): string[] => [name, ...versions.map((each) => name + each)];

export const functionEvents = [
  ...trailEvents('lambda.amazonaws.com', firstOf(named, refFrom({ arn: 'responseElements.functionArn' })), {
    upserts: [
      ...spelled('CreateFunction', '20150331', '20141111'),
      ...spelled('UpdateFunctionCode', '20150331', '20150331v2'),
      ...spelled('UpdateFunctionConfiguration', '20150331', '20150331v2'),
      ...spelled('AddPermission', '20150331', '20150331v2'),
      ...spelled('RemovePermission', '20150331', '20150331v2'),
      'CreateFunctionUrlConfig',
      'UpdateFunctionUrlConfig',
      'DeleteFunctionUrlConfig',
    ],
    deletes: spelled('DeleteFunction', '20150331'),
  }),
  ...trailEvents('lambda.amazonaws.com', tagged, {
    upserts: [
      ...spelled('TagResource', '20170331', '20170331v2'),
      ...spelled('UntagResource', '20170331', '20170331v2'),
    ],
  }),
];
