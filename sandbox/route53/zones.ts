import {
  AssociateVPCWithHostedZone$,
  type AssociateVPCWithHostedZoneRequest,
  type AssociateVPCWithHostedZoneResponse,
  type ChangeInfo,
  CreateHostedZone$,
  type CreateHostedZoneRequest,
  type CreateHostedZoneResponse,
  DeleteHostedZone$,
  type DeleteHostedZoneRequest,
  type DeleteHostedZoneResponse,
  DisassociateVPCFromHostedZone$,
  type DisassociateVPCFromHostedZoneRequest,
  type DisassociateVPCFromHostedZoneResponse,
  GetChange$,
  type GetChangeRequest,
  type GetChangeResponse,
  GetHostedZone$,
  type GetHostedZoneRequest,
  type GetHostedZoneResponse,
  type HostedZone,
  ListHostedZones$,
  type ListHostedZonesRequest,
  type ListHostedZonesResponse,
  UpdateHostedZoneComment$,
  type UpdateHostedZoneCommentRequest,
  type UpdateHostedZoneCommentResponse,
  type VPC,
} from '@aws-sdk/client-route-53';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askZone, bareId, canonicalName, invalidInput, makeZone, newId, type ZoneRow, zone, zones } from './rows';

const shown = (row: ZoneRow): HostedZone => ({
  Id: `/hostedzone/${row.id}`,
  Name: row.name,
  CallerReference: row.callerReference,
  Config: { ...(row.comment !== undefined && { Comment: row.comment }), PrivateZone: row.vpcs.length > 0 },
  ResourceRecordSetCount: row.records.length,
});

const shownVpcs = ({ vpcs }: ZoneRow) =>
  vpcs.map(({ id, region }) => ({ VPCId: id, VPCRegion: region as VPC['VPCRegion'] }));

const delegation = (row: ZoneRow) => ({ NameServers: row.nameServers.map((name) => name.replace(/\.$/, '')) });

export function changeInfo(call: Call): ChangeInfo {
  return { Id: `/change/${newId(call.world.random, 'C')}`, Status: 'INSYNC', SubmittedAt: new Date(call.now) };
}

function create(call: Call, input: CreateHostedZoneRequest): CreateHostedZoneResponse & { Location: string } {
  const table = zones(call.account);
  const name = canonicalName(input.Name ?? '');
  if (name === '.' || !name.includes('.'))
    throw new AwsError('InvalidDomainName', `Invalid domain name: ${input.Name}`, 400);
  const reference = input.CallerReference ?? '';
  if (table.list().some((row) => row.callerReference === reference)) {
    throw new AwsError(
      'HostedZoneAlreadyExists',
      `A hosted zone has already been created with the specified caller reference: ${reference}`,
      409,
    );
  }
  const row = makeZone(call.world.random, {
    name,
    callerReference: reference,
    comment: input.HostedZoneConfig?.Comment,
    vpcs: input.VPC ? [{ id: input.VPC.VPCId ?? '', region: input.VPC.VPCRegion ?? call.region }] : [],
  });
  table.put(row.id, row, call.now);
  return {
    HostedZone: shown(row),
    ChangeInfo: changeInfo(call),
    ...(row.vpcs.length > 0 ? { VPC: shownVpcs(row)[0] } : {}),
    DelegationSet: delegation(row),
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${row.id}`,
  };
}

function list(call: Call, input: ListHostedZonesRequest): ListHostedZonesResponse {
  const size = Math.min(Number(input.MaxItems ?? 100), 100);
  const page = pageAfter(
    zones(call.account).list(),
    size,
    input.Marker,
    ({ id }) => id,
    () => invalidInput('Invalid marker'),
  );
  return {
    HostedZones: page.items.map(shown),
    Marker: input.Marker ?? '',
    IsTruncated: page.next !== undefined,
    NextMarker: page.next,
    MaxItems: size,
  };
}

function remove(call: Call, input: DeleteHostedZoneRequest): DeleteHostedZoneResponse {
  const row = zone(call, input.Id);
  const own = row.records.filter(({ Name, Type }) => !(Name === row.name && (Type === 'NS' || Type === 'SOA')));
  if (own.length > 0) {
    throw new AwsError(
      'HostedZoneNotEmpty',
      'The specified hosted zone contains non-required resource record sets  and so cannot be deleted.',
      400,
    );
  }
  zones(call.account).delete(row.id, call.now);
  return { ChangeInfo: changeInfo(call) };
}

export const zoneOperations = {
  CreateHostedZone: modelWrite<CreateHostedZoneRequest, CreateHostedZoneResponse>(CreateHostedZone$, {
    ask: () => '*',
    handle: create,
  }),
  ListHostedZones: modelRead<ListHostedZonesRequest, ListHostedZonesResponse>(ListHostedZones$, {
    ask: () => '*',
    handle: list,
  }),
  GetHostedZone: modelRead<GetHostedZoneRequest, GetHostedZoneResponse>(GetHostedZone$, {
    ask: askZone,
    handle: (call, input) => {
      const row = zone(call, input.Id);
      const inside = row.vpcs.length > 0;
      return { HostedZone: shown(row), ...(inside ? { VPCs: shownVpcs(row) } : { DelegationSet: delegation(row) }) };
    },
  }),
  DeleteHostedZone: modelWrite<DeleteHostedZoneRequest, DeleteHostedZoneResponse>(DeleteHostedZone$, {
    ask: askZone,
    handle: remove,
  }),
  UpdateHostedZoneComment: modelWrite<UpdateHostedZoneCommentRequest, UpdateHostedZoneCommentResponse>(
    UpdateHostedZoneComment$,
    {
      ask: askZone,
      handle: (call, input) => {
        const next = { ...zone(call, input.Id), comment: input.Comment };
        zones(call.account).put(next.id, next, call.now);
        return { HostedZone: shown(next) };
      },
    },
  ),
  AssociateVPCWithHostedZone: modelWrite<AssociateVPCWithHostedZoneRequest, AssociateVPCWithHostedZoneResponse>(
    AssociateVPCWithHostedZone$,
    {
      ask: askZone,
      handle: (call, input) => {
        const row = zone(call, input.HostedZoneId);
        if (row.vpcs.length === 0) {
          throw new AwsError('PublicZoneVPCAssociation', 'A public hosted zone cannot be associated with a VPC.', 400);
        }
        const vpc = { id: input.VPC?.VPCId ?? '', region: input.VPC?.VPCRegion ?? call.region };
        const vpcs = [...row.vpcs.filter(({ id }) => id !== vpc.id), vpc];
        zones(call.account).put(row.id, { ...row, vpcs }, call.now);
        return { ChangeInfo: changeInfo(call) };
      },
    },
  ),
  DisassociateVPCFromHostedZone: modelWrite<
    DisassociateVPCFromHostedZoneRequest,
    DisassociateVPCFromHostedZoneResponse
  >(DisassociateVPCFromHostedZone$, {
    ask: askZone,
    handle: (call, input) => {
      const row = zone(call, input.HostedZoneId);
      const vpcs = row.vpcs.filter(({ id }) => id !== input.VPC?.VPCId);
      if (vpcs.length === 0) {
        throw new AwsError(
          'LastVPCAssociation',
          `The hosted zone ${bareId(row.id)} has only one VPC association.`,
          400,
        );
      }
      zones(call.account).put(row.id, { ...row, vpcs }, call.now);
      return { ChangeInfo: changeInfo(call) };
    },
  }),
  GetChange: modelRead<GetChangeRequest, GetChangeResponse>(GetChange$, {
    ask: (_call, input) => `arn:aws:route53:::change/${(input.Id ?? '').replace(/^\/change\//, '')}`,
    handle: (call, input) => ({
      ChangeInfo: {
        Id: `/change/${(input.Id ?? '').replace(/^\/change\//, '')}`,
        Status: 'INSYNC',
        SubmittedAt: new Date(call.now),
      },
    }),
  }),
};
