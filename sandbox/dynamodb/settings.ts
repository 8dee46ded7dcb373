import {
  type ContinuousBackupsDescription,
  DescribeContinuousBackups$,
  type DescribeContinuousBackupsInput,
  type DescribeContinuousBackupsOutput,
  DescribeTimeToLive$,
  type DescribeTimeToLiveInput,
  type DescribeTimeToLiveOutput,
  ListTagsOfResource$,
  type ListTagsOfResourceInput,
  type ListTagsOfResourceOutput,
  TagResource$,
  type TagResourceInput,
  UntagResource$,
  type UntagResourceInput,
  UpdateContinuousBackups$,
  type UpdateContinuousBackupsInput,
  type UpdateContinuousBackupsOutput,
  UpdateTimeToLive$,
  type UpdateTimeToLiveInput,
  type UpdateTimeToLiveOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { askTable, changeTable, type TableRow, table } from './rows';

function backups(row: TableRow, now: number): ContinuousBackupsDescription {
  const window = {
    RecoveryPeriodInDays: 35,
    EarliestRestorableDateTime: new Date(Math.max(row.createdAt, now - 35 * 86_400_000)),
    LatestRestorableDateTime: new Date(now - 300_000),
  };
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: row.pointInTimeRecovery
      ? { PointInTimeRecoveryStatus: 'ENABLED', ...window }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  };
}

export const settingOperations = {
  DescribeContinuousBackups: modelRead<DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput>(
    DescribeContinuousBackups$,
    {
      ask: askTable,
      handle: (call, input) => ({ ContinuousBackupsDescription: backups(table(call, input.TableName), call.now) }),
    },
  ),
  UpdateContinuousBackups: modelWrite<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput>(
    UpdateContinuousBackups$,
    {
      ask: askTable,
      handle: (call, input) => {
        const pointInTimeRecovery = input.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false;
        const next = changeTable(call, input.TableName, { pointInTimeRecovery });
        return { ContinuousBackupsDescription: backups(next, call.now) };
      },
    },
  ),
  DescribeTimeToLive: modelRead<DescribeTimeToLiveInput, DescribeTimeToLiveOutput>(DescribeTimeToLive$, {
    ask: askTable,
    handle: (call, input) => {
      const { ttlAttribute } = table(call, input.TableName);
      return {
        TimeToLiveDescription: ttlAttribute
          ? { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute }
          : { TimeToLiveStatus: 'DISABLED' },
      };
    },
  }),
  UpdateTimeToLive: modelWrite<UpdateTimeToLiveInput, UpdateTimeToLiveOutput>(UpdateTimeToLive$, {
    ask: askTable,
    handle: (call, input) => {
      const { ttlAttribute } = table(call, input.TableName);
      const given = input.TimeToLiveSpecification;
      if (Boolean(given?.Enabled) === (ttlAttribute !== undefined)) {
        throw new AwsError(
          'ValidationException',
          `TimeToLive is already ${given?.Enabled ? 'enabled' : 'disabled'}`,
          400,
        );
      }
      changeTable(call, input.TableName, { ttlAttribute: given?.Enabled ? given.AttributeName : undefined });
      return { TimeToLiveSpecification: given };
    },
  }),
  /** Ten tags a page. */
  ListTagsOfResource: modelRead<ListTagsOfResourceInput, ListTagsOfResourceOutput>(ListTagsOfResource$, {
    ask: askTable,
    handle: (call, input) => {
      const tags = Object.entries(table(call, input.ResourceArn).tags).map(([Key, Value]) => ({ Key, Value }));
      const start = Number(input.NextToken ?? 0);
      const next = start + 10 < tags.length ? String(start + 10) : undefined;
      return { Tags: tags.slice(start, start + 10), ...(next && { NextToken: next }) };
    },
  }),
  TagResource: modelWrite<TagResourceInput, object>(TagResource$, {
    ask: askTable,
    handle: (call, input) => {
      const added = (input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
      const { tags } = table(call, input.ResourceArn);
      changeTable(call, input.ResourceArn, { tags: { ...tags, ...Object.fromEntries(added) } });
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceInput, object>(UntagResource$, {
    ask: askTable,
    handle: (call, input) => {
      const kept = Object.entries(table(call, input.ResourceArn).tags).filter(([key]) => !input.TagKeys?.includes(key));
      changeTable(call, input.ResourceArn, { tags: Object.fromEntries(kept) });
      return {};
    },
  }),
};
