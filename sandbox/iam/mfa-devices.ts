import type { User } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { AwsError, deleteConflict, entityAlreadyExists, noSuchEntity } from '../wire/errors';
import { findUserOrSelf } from './find';
import { nameParam, pathParam } from './names';
import { byKey, paginate } from './page';
import { askUser, saveUser, userOutput } from './users';

function findDevice(call: Call) {
  const serial = call.params.string('SerialNumber');
  const device = call.account.virtualMfaDevices.get(serial);
  if (device === undefined) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`);
  return device;
}

const askDevice = (call: Call) => call.params.optional('SerialNumber') ?? '*';

function release(call: Call, user: User, serialNumber: string): void {
  saveUser(call, { ...user, mfaDevices: user.mfaDevices.filter((each) => each.serialNumber !== serialNumber) });
  const device = call.account.virtualMfaDevices.get(serialNumber);
  if (device) call.account.virtualMfaDevices.put(serialNumber, { ...device, userName: undefined }, call.now);
}

export const mfaDeviceActions = {
  CreateVirtualMFADevice: writes(
    (call) => call.account.iamArn('mfa', '/', call.params.optional('VirtualMFADeviceName') ?? ''),
    (call) => {
      const name = nameParam(call.params, 'VirtualMFADeviceName', 226);
      const serialNumber = call.account.iamArn('mfa', pathParam(call.params), name);
      if (call.account.virtualMfaDevices.isTaken(serialNumber)) {
        throw entityAlreadyExists('MFADevice entity at the same path and name already exists.');
      }
      const seed = call.world.random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 64);
      call.account.virtualMfaDevices.put(
        serialNumber,
        { serialNumber, seed, createdAt: call.now, userName: undefined },
        call.now,
      );
      const encoded = Buffer.from(seed).toString('base64');
      return { VirtualMFADevice: { SerialNumber: serialNumber, Base32StringSeed: encoded } };
    },
  ),
  EnableMFADevice: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    const device = findDevice(call);
    const codes = [call.params.string('AuthenticationCode1'), call.params.string('AuthenticationCode2')];
    if (codes.some((code) => !/^\d{6}$/.test(code)) || codes[0] === codes[1]) {
      throw new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.', 403);
    }
    if (device.userName !== undefined) {
      throw entityAlreadyExists(`MFA Device is already in use: ${device.serialNumber}`);
    }
    const enabled = { serialNumber: device.serialNumber, enabledAt: call.now };
    saveUser(call, { ...user, mfaDevices: [...user.mfaDevices, enabled] });
    call.account.virtualMfaDevices.put(device.serialNumber, { ...device, userName: user.name }, call.now);
    return undefined;
  }),
  DeactivateMFADevice: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    const serial = call.params.string('SerialNumber');
    if (!user.mfaDevices.some((each) => each.serialNumber === serial)) {
      throw noSuchEntity(`MFA Device invalid for user: ${serial}`);
    }
    release(call, user, serial);
    return undefined;
  }),
  DeleteVirtualMFADevice: writes(askDevice, (call) => {
    const device = findDevice(call);
    if (device.userName !== undefined) {
      throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.');
    }
    call.account.virtualMfaDevices.delete(device.serialNumber, call.now);
    return undefined;
  }),
  ListMFADevices: reads(askUser, (call) => {
    const user = findUserOrSelf(call);
    const devices = [...user.mfaDevices].sort(byKey((each) => each.serialNumber));
    const { items, ...page } = paginate(call, devices, (each) => each.serialNumber);
    const output = items.map((each) => ({
      UserName: user.name,
      SerialNumber: each.serialNumber,
      EnableDate: new Date(each.enabledAt),
    }));
    return { MFADevices: output, ...page };
  }),
  ListVirtualMFADevices: reads(
    (call) => call.account.iamArn('mfa', '/', '*'),
    (call) => {
      const status = call.params.oneOf('AssignmentStatus', ['Assigned', 'Unassigned', 'Any']) ?? 'Any';
      const devices = call.account.virtualMfaDevices
        .list(call.readAt)
        .filter((each) => status === 'Any' || (status === 'Assigned') === (each.userName !== undefined));
      const { items, ...page } = paginate(call, devices, (each) => each.serialNumber);
      const output = items.map((each) => {
        const user = each.userName === undefined ? undefined : call.account.users.get(each.userName);
        const enabled = user?.mfaDevices.find((own) => own.serialNumber === each.serialNumber);
        return {
          SerialNumber: each.serialNumber,
          User: user && userOutput(user),
          EnableDate: enabled && new Date(enabled.enabledAt),
        };
      });
      return { VirtualMFADevices: output, ...page };
    },
  ),
};
