import {
  firstOf,
  inArn,
  only,
  type PickRefs,
  refFrom,
  refsAt,
  textsAt,
  trailEvents,
} from '@/lib/collectors/trail-refs';
import type { EventMapping, ResourceRef, TrailEvent } from '@/lib/collectors/types';

const SOURCE = 'lambda.amazonaws.com';

/** A name, a partial ARN or an ARN, each with or without a qualifier -> the function. */
function functionNamed(given: string): ResourceRef {
  const parts = given.split(':');
  if (parts[0] === 'arn') return { arn: parts.slice(0, 7).join(':'), name: parts[6] ?? '' };
  const at = parts.indexOf('function');
  return { name: (at >= 0 ? parts[at + 1] : parts[0]) ?? given };
}

const named: PickRefs = refsAt('requestParameters.functionName', functionNamed);

/** With a qualifier only a version or an alias is meant; the function stays. */
const isQualified = (event: TrailEvent): boolean =>
  textsAt(event, 'requestParameters.qualifier').length > 0 ||
  textsAt(event, 'requestParameters.functionName').some(
    (given) => given.split(':').length > (given.startsWith('arn:') ? 7 : 1),
  );

/** Lambda's events carry the API's version, and not all of them the same; both spellings are seen in records. */
const spelled = (name: string, ...versions: string[]): string[] => [name, ...versions.map((each) => name + each)];

export const functionEvents: EventMapping[] = [
  ...trailEvents(SOURCE, firstOf(named, refFrom({ arn: 'responseElements.functionArn' })), {
    creates: spelled('CreateFunction', '20150331', '20141111'),
  }),
  ...trailEvents(SOURCE, named, {
    updates: [
      ...spelled('UpdateFunctionCode', '20150331', '20150331v2'),
      ...spelled('UpdateFunctionConfiguration', '20150331', '20150331v2'),
      ...spelled('AddPermission', '20150331', '20150331v2'),
      ...spelled('RemovePermission', '20150331', '20150331v2'),
      ...spelled('PublishVersion', '20150331'),
      ...spelled('PutFunctionConcurrency', '20171031'),
      ...spelled('DeleteFunctionConcurrency', '20171031'),
      ...spelled('PutFunctionCodeSigningConfig', '20200630'),
      ...spelled('DeleteFunctionCodeSigningConfig', '20200630'),
      ...spelled('PutRuntimeManagementConfig', '20210720'),
      'CreateFunctionUrlConfig',
      'UpdateFunctionUrlConfig',
      'DeleteFunctionUrlConfig',
    ],
  }),
  ...trailEvents(
    SOURCE,
    only((event) => !isQualified(event), named),
    {
      deletes: spelled('DeleteFunction', '20150331'),
    },
  ),
  ...trailEvents(SOURCE, only(isQualified, named), { updates: spelled('DeleteFunction', '20150331') }),
  // Event source mappings and code signing configurations are tagged by the same call.
  ...trailEvents(
    SOURCE,
    inArn('requestParameters.resource', /^(arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+)/, (arn) => ({ arn })),
    {
      updates: [
        ...spelled('TagResource', '20170331', '20170331v2'),
        ...spelled('UntagResource', '20170331', '20170331v2'),
      ],
    },
  ),
];
