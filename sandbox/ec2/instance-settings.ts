import {
  AssociateIamInstanceProfile$,
  type AssociateIamInstanceProfileRequest,
  type AssociateIamInstanceProfileResult,
  DescribeIamInstanceProfileAssociations$,
  type DescribeIamInstanceProfileAssociationsRequest,
  type DescribeIamInstanceProfileAssociationsResult,
  DescribeInstanceAttribute$,
  type DescribeInstanceAttributeRequest,
  DisassociateIamInstanceProfile$,
  type DisassociateIamInstanceProfileRequest,
  type DisassociateIamInstanceProfileResult,
  type InstanceAttribute,
  ModifyInstanceAttribute$,
  type ModifyInstanceAttributeRequest,
  ModifyInstanceMetadataOptions$,
  type ModifyInstanceMetadataOptionsRequest,
  type ModifyInstanceMetadataOptionsResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import type { InstanceRow } from './kit/rows';
import { ec2Id, makerOf } from './make/maker';

const instanceOf = ({ ec2 }: Ec2Call, id: string | undefined) => need(ec2.instances, 'instance', id);
const asked = (input: { InstanceId?: string | undefined }) => [`instance/${input.InstanceId}`];
const put = (call: Ec2Call, row: InstanceRow) => call.ec2.instances.put(row.InstanceId, row, call.now);

function modify(call: Ec2Call, input: ModifyInstanceAttributeRequest): object {
  const row = instanceOf(call, input.InstanceId);
  const type = input.InstanceType?.Value ?? (input.Attribute === 'instanceType' ? input.Value : undefined);
  if (type && row.State?.Name !== 'stopped') {
    throw new AwsError('IncorrectInstanceState', `The instance '${row.InstanceId}' is not in the 'stopped' state.`);
  }
  if (input.Groups?.length) {
    const Groups = input.Groups.map((id) => need(call.ec2.groups, 'group', id)).map(({ GroupId, GroupName }) => ({
      GroupId,
      GroupName,
    }));
    const face = need(call.ec2.interfaces, 'interface', row.interfaceIds[0]);
    call.ec2.interfaces.put(face.NetworkInterfaceId, { ...face, Groups }, call.now);
  }
  put(call, {
    ...row,
    ...(type && { InstanceType: type as InstanceRow['InstanceType'] }),
    EbsOptimized: input.EbsOptimized?.Value ?? row.EbsOptimized,
    SourceDestCheck: input.SourceDestCheck?.Value ?? row.SourceDestCheck,
    protect: {
      termination: input.DisableApiTermination?.Value ?? row.protect.termination,
      stop: input.DisableApiStop?.Value ?? row.protect.stop,
    },
  });
  return {};
}

/** Which attribute was asked for decides what is answered. */
function attribute(call: Ec2Call, input: DescribeInstanceAttributeRequest): InstanceAttribute {
  const row = instanceOf(call, input.InstanceId);
  const { InstanceId } = row;
  if (input.Attribute === 'disableApiTermination') {
    return { InstanceId, DisableApiTermination: { Value: row.protect.termination } };
  }
  if (input.Attribute === 'disableApiStop') return { InstanceId, DisableApiStop: { Value: row.protect.stop } };
  if (input.Attribute === 'instanceType') return { InstanceId, InstanceType: { Value: row.InstanceType } };
  if (input.Attribute === 'instanceInitiatedShutdownBehavior') {
    return { InstanceId, InstanceInitiatedShutdownBehavior: { Value: 'stop' } };
  }
  return { InstanceId };
}

const association = (row: InstanceRow, State: 'associated' | 'associating' | 'disassociating') => ({
  AssociationId: row.profileAssociationId,
  InstanceId: row.InstanceId,
  IamInstanceProfile: row.IamInstanceProfile,
  State,
});

function associate(call: Ec2Call, input: AssociateIamInstanceProfileRequest): AssociateIamInstanceProfileResult {
  const row = instanceOf(call, input.InstanceId);
  if (row.profileAssociationId) {
    throw new AwsError('IncorrectState', `There is an existing association for instance ${row.InstanceId}`);
  }
  const name = input.IamInstanceProfile?.Name ?? input.IamInstanceProfile?.Arn?.split('/').at(-1) ?? '';
  const profile = call.account.instanceProfiles.get(name);
  if (!profile) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
  }
  const next = {
    ...row,
    IamInstanceProfile: { Arn: profile.arn, Id: profile.id },
    profileAssociationId: ec2Id(makerOf(call), 'iip-assoc'),
  };
  put(call, next);
  return { IamInstanceProfileAssociation: association(next, 'associating') };
}

export const instanceSettingOperations = {
  ModifyInstanceAttribute: ec2Write<ModifyInstanceAttributeRequest, object>(ModifyInstanceAttribute$, asked, modify),
  DescribeInstanceAttribute: ec2Read<DescribeInstanceAttributeRequest, InstanceAttribute>(
    DescribeInstanceAttribute$,
    attribute,
  ),
  ModifyInstanceMetadataOptions: ec2Write<ModifyInstanceMetadataOptionsRequest, ModifyInstanceMetadataOptionsResult>(
    ModifyInstanceMetadataOptions$,
    asked,
    (call, input) => {
      const row = instanceOf(call, input.InstanceId);
      const former = row.MetadataOptions;
      const InstanceMetadataOptions = {
        ...former,
        HttpTokens: input.HttpTokens ?? former?.HttpTokens,
        HttpPutResponseHopLimit: input.HttpPutResponseHopLimit ?? former?.HttpPutResponseHopLimit,
        HttpEndpoint: input.HttpEndpoint ?? former?.HttpEndpoint,
        HttpProtocolIpv6: input.HttpProtocolIpv6 ?? former?.HttpProtocolIpv6,
        InstanceMetadataTags: input.InstanceMetadataTags ?? former?.InstanceMetadataTags,
      };
      put(call, { ...row, MetadataOptions: InstanceMetadataOptions });
      return { InstanceId: row.InstanceId, InstanceMetadataOptions: { ...InstanceMetadataOptions, State: 'pending' } };
    },
    { form: 'wrapped' },
  ),
  AssociateIamInstanceProfile: ec2Write<AssociateIamInstanceProfileRequest, AssociateIamInstanceProfileResult>(
    AssociateIamInstanceProfile$,
    asked,
    associate,
    { form: 'wrapped' },
  ),
  DisassociateIamInstanceProfile: ec2Write<DisassociateIamInstanceProfileRequest, DisassociateIamInstanceProfileResult>(
    DisassociateIamInstanceProfile$,
    () => ['instance/*'],
    (call, input) => {
      const row = call.ec2.instances.list().find((each) => each.profileAssociationId === input.AssociationId);
      if (!row) throw notFound('association', input.AssociationId ?? '');
      const { IamInstanceProfile: _profile, profileAssociationId: _id, ...rest } = row;
      put(call, rest);
      return { IamInstanceProfileAssociation: association(row, 'disassociating') };
    },
    { form: 'wrapped' },
  ),
  DescribeIamInstanceProfileAssociations: ec2Read<
    DescribeIamInstanceProfileAssociationsRequest,
    DescribeIamInstanceProfileAssociationsResult
  >(DescribeIamInstanceProfileAssociations$, ({ ec2 }, input) => {
    const wanted = input.Filters?.find(({ Name }) => Name === 'instance-id')?.Values;
    const rows = ec2.instances
      .list()
      .filter((row) => row.profileAssociationId && (!wanted || wanted.includes(row.InstanceId)))
      .filter((row) => !input.AssociationIds?.length || input.AssociationIds.includes(row.profileAssociationId ?? ''));
    return { IamInstanceProfileAssociations: rows.map((row) => association(row, 'associated')) };
  }),
};
