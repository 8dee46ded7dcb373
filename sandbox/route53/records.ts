import {
  type Change,
  ChangeResourceRecordSets$,
  type ChangeResourceRecordSetsRequest,
  type ChangeResourceRecordSetsResponse,
  ListResourceRecordSets$,
  type ListResourceRecordSetsRequest,
  type ListResourceRecordSetsResponse,
} from '@aws-sdk/client-route-53';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { inOrder, recordKey } from './record-order';
import { askZone, canonicalName, invalidInput, type RecordRow, zone, zones } from './rows';
import { changeInfo } from './zones';

const invalidBatch = (message: string) => new AwsError('InvalidChangeBatch', `[${message}]`, 400);

function list(call: Call, input: ListResourceRecordSetsRequest): ListResourceRecordSetsResponse {
  const { records } = zone(call, input.HostedZoneId);
  const size = Math.min(Number(input.MaxItems ?? 300), 300);
  if (input.StartRecordType !== undefined && input.StartRecordName === undefined) {
    throw invalidInput('StartRecordType requires StartRecordName');
  }
  const ordered = inOrder(records);
  const start = input.StartRecordName === undefined ? undefined : canonicalName(input.StartRecordName);
  const from =
    start === undefined
      ? ''
      : recordKey({ Name: start, Type: input.StartRecordType, SetIdentifier: input.StartRecordIdentifier });
  const found = ordered.filter((record) => recordKey(record) >= from);
  const next = found[size];
  return {
    ResourceRecordSets: found.slice(0, size),
    IsTruncated: next !== undefined,
    ...(next && {
      NextRecordName: next.Name,
      NextRecordType: next.Type,
      ...(next.SetIdentifier !== undefined && { NextRecordIdentifier: next.SetIdentifier }),
    }),
    MaxItems: size,
  };
}

/** All changes of a batch or none (API Reference, ChangeResourceRecordSets). */
function change(call: Call, input: ChangeResourceRecordSetsRequest): ChangeResourceRecordSetsResponse {
  const row = zone(call, input.HostedZoneId);
  const byKey = new Map(row.records.map((record) => [recordKey(record), record]));
  for (const each of input.ChangeBatch?.Changes ?? []) apply(row.name, byKey, each);
  zones(call.account).put(row.id, { ...row, records: [...byKey.values()] }, call.now);
  return { ChangeInfo: { ...changeInfo(call), Comment: input.ChangeBatch?.Comment } };
}

function apply(zoneName: string, byKey: Map<string, RecordRow>, { Action, ResourceRecordSet: given }: Change): void {
  const record = { ...given, Name: canonicalName(given?.Name ?? '') } as RecordRow;
  if (record.AliasTarget?.DNSName) {
    record.AliasTarget = { ...record.AliasTarget, DNSName: canonicalName(record.AliasTarget.DNSName) };
  }
  const shown = `name='${record.Name}', type='${record.Type}'`;
  if (record.Name !== zoneName && !record.Name.endsWith(`.${zoneName}`)) {
    throw invalidBatch(`RRSet with DNS name ${record.Name} is not permitted in zone ${zoneName}`);
  }
  const key = recordKey(record);
  const known = byKey.get(key);
  if (Action === 'CREATE' && known) {
    throw invalidBatch(`Tried to create resource record set [${shown}] but it already exists`);
  }
  if (Action === 'DELETE') {
    if (!known) throw invalidBatch(`Tried to delete resource record set [${shown}] but it was not found`);
    byKey.delete(key);
  } else byKey.set(key, record);
}

export const recordOperations = {
  ListResourceRecordSets: modelRead<ListResourceRecordSetsRequest, ListResourceRecordSetsResponse>(
    ListResourceRecordSets$,
    { ask: askZone, handle: list },
  ),
  ChangeResourceRecordSets: modelWrite<ChangeResourceRecordSetsRequest, ChangeResourceRecordSetsResponse>(
    ChangeResourceRecordSets$,
    { ask: askZone, handle: change },
  ),
};
