import {
  CreateTrail$,
  type CreateTrailRequest,
  type CreateTrailResponse,
  DeleteTrail$,
  type DeleteTrailRequest,
  DescribeTrails$,
  type DescribeTrailsRequest,
  type DescribeTrailsResponse,
  GetTrail$,
  type GetTrailRequest,
  type GetTrailResponse,
  type Trail,
  UpdateTrail$,
  type UpdateTrailRequest,
  type UpdateTrailResponse,
} from '@aws-sdk/client-cloudtrail';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { DEFAULT_SELECTORS, findTrail, keepTrail, type TrailRow, trailArn, trailsOf } from './state';

const ask = (call: Call, { Name }: { Name?: string | undefined }) => trailArn(call, Name ?? '');

/** Trails of other regions that record this one too, and the organization's in its members. */
function shadows(call: Call): TrailRow[] {
  const management = call.world.accounts.get(call.world.organization?.managementAccountId ?? '');
  const rows = (account: Call['account']) =>
    [...account.kinds.keys()]
      .filter((key) => key.startsWith('cloudtrail.trail/'))
      .flatMap((key) => trailsOf(account, key.slice('cloudtrail.trail/'.length)).list());
  const own = rows(call.account).filter(({ shown }) => shown.IsMultiRegionTrail && shown.HomeRegion !== call.region);
  const member = management && management !== call.account && isMember(call);
  return [...own, ...(member ? rows(management).filter(({ shown }) => shown.IsOrganizationTrail) : [])];
}

const isMember = (call: Call) => call.world.organization?.accounts.some(({ id }) => id === call.account.id) ?? false;

function described(call: Call, { trailNameList, includeShadowTrails }: DescribeTrailsRequest): Trail[] {
  const all = [...trailsOf(call.account, call.region).list(), ...(includeShadowTrails === false ? [] : shadows(call))];
  const wanted = trailNameList?.map((given) => trailArn(call, given));
  return all
    .map(({ shown }) => shown)
    .filter(({ TrailARN }) => wanted === undefined || wanted.length === 0 || wanted.includes(TrailARN));
}

/** What creating and updating answer: the trail without what only reads tell. */
function answered({ shown }: TrailRow): Omit<CreateTrailResponse, '$metadata'> {
  const { HomeRegion: _home, HasCustomEventSelectors: _custom, HasInsightSelectors: _insight, ...rest } = shown;
  return rest;
}

function partsOf(call: Call, input: CreateTrailRequest | UpdateTrailRequest): Partial<Trail> {
  const { S3BucketName, S3KeyPrefix, SnsTopicName, KmsKeyId, IncludeGlobalServiceEvents, IsMultiRegionTrail } = input;
  const { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, IsOrganizationTrail, EnableLogFileValidation } = input;
  const parts: Partial<Trail> = {
    S3BucketName,
    S3KeyPrefix,
    SnsTopicName,
    SnsTopicARN: SnsTopicName && `arn:aws:sns:${call.region}:${call.account.id}:${SnsTopicName.split(':').at(-1)}`,
    KmsKeyId,
    IncludeGlobalServiceEvents,
    IsMultiRegionTrail,
    CloudWatchLogsLogGroupArn,
    CloudWatchLogsRoleArn,
    IsOrganizationTrail,
    LogFileValidationEnabled: EnableLogFileValidation,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

function checkOrganization(call: Call, wanted: boolean | undefined): void {
  if (!wanted || call.world.organization?.managementAccountId === call.account.id) return;
  throw new AwsError(
    'NotOrganizationMasterAccountException',
    'The account must be the management account of an organization to create an organization trail.',
  );
}

export const trailOperations = {
  CreateTrail: modelWrite<CreateTrailRequest, CreateTrailResponse>(CreateTrail$, {
    ask,
    handle: (call, input) => {
      const { Name = '' } = input;
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/.test(Name)) {
        throw new AwsError('InvalidTrailNameException', `Trail name ${Name} is not valid.`);
      }
      if (trailsOf(call.account, call.region).get(Name)) {
        throw new AwsError(
          'TrailAlreadyExistsException',
          `Trail ${Name} already exists for customer: ${call.account.id}`,
        );
      }
      checkOrganization(call, input.IsOrganizationTrail);
      const row: TrailRow = {
        shown: {
          IncludeGlobalServiceEvents: true,
          IsMultiRegionTrail: false,
          LogFileValidationEnabled: false,
          IsOrganizationTrail: false,
          HasCustomEventSelectors: false,
          HasInsightSelectors: false,
          ...partsOf(call, input),
          Name,
          TrailARN: trailArn(call, Name),
          HomeRegion: call.region,
        },
        logging: false,
        startedAt: null,
        stoppedAt: null,
        selectors: DEFAULT_SELECTORS,
        advancedSelectors: [],
        tags: Object.fromEntries((input.TagsList ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
      };
      keepTrail(call, row);
      return answered(row);
    },
  }),
  DescribeTrails: modelRead<DescribeTrailsRequest, DescribeTrailsResponse>(DescribeTrails$, {
    ask: () => '*',
    handle: (call, input) => ({ trailList: described(call, input) }),
  }),
  GetTrail: modelRead<GetTrailRequest, GetTrailResponse>(GetTrail$, {
    ask,
    handle: (call, { Name }) => ({ Trail: findTrail(call, Name).shown }),
  }),
  UpdateTrail: modelWrite<UpdateTrailRequest, UpdateTrailResponse>(UpdateTrail$, {
    ask,
    handle: (call, input) => {
      const found = findTrail(call, input.Name);
      checkOrganization(call, input.IsOrganizationTrail);
      const row = { ...found, shown: { ...found.shown, ...partsOf(call, input) } };
      keepTrail(call, row);
      return answered(row);
    },
  }),
  DeleteTrail: modelWrite<DeleteTrailRequest, object>(DeleteTrail$, {
    ask,
    handle: (call, { Name }) => {
      const { shown } = findTrail(call, Name);
      trailsOf(call.account, shown.HomeRegion).delete(shown.Name, call.now);
      return {};
    },
  }),
};
