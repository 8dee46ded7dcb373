import {
  DisableEbsEncryptionByDefault$,
  type DisableEbsEncryptionByDefaultRequest,
  type DisableEbsEncryptionByDefaultResult,
  EnableEbsEncryptionByDefault$,
  type EnableEbsEncryptionByDefaultRequest,
  type EnableEbsEncryptionByDefaultResult,
  GetEbsEncryptionByDefault$,
  type GetEbsEncryptionByDefaultRequest,
  type GetEbsEncryptionByDefaultResult,
} from '@aws-sdk/client-ec2';
import type { Ec2Call } from './kit/call';
import { ec2Read, ec2Write } from './kit/operation';

const SETTING = 'ebs-encryption-by-default';

export const encryptedByDefault = ({ ec2 }: Ec2Call): boolean => ec2.settings.get(SETTING)?.on ?? false;

function set(call: Ec2Call, on: boolean) {
  call.ec2.settings.put(SETTING, { on }, call.now);
  return { EbsEncryptionByDefault: on };
}

export const ebsEncryptionOperations = {
  GetEbsEncryptionByDefault: ec2Read<GetEbsEncryptionByDefaultRequest, GetEbsEncryptionByDefaultResult>(
    GetEbsEncryptionByDefault$,
    (call) => ({ EbsEncryptionByDefault: encryptedByDefault(call) }),
  ),
  EnableEbsEncryptionByDefault: ec2Write<EnableEbsEncryptionByDefaultRequest, EnableEbsEncryptionByDefaultResult>(
    EnableEbsEncryptionByDefault$,
    () => [],
    (call) => set(call, true),
    { form: 'wrapped' },
  ),
  DisableEbsEncryptionByDefault: ec2Write<DisableEbsEncryptionByDefaultRequest, DisableEbsEncryptionByDefaultResult>(
    DisableEbsEncryptionByDefault$,
    () => [],
    (call) => set(call, false),
    { form: 'wrapped' },
  ),
};
