import type { User } from '../store/types';
import { type Call, reads, writes } from '../wire/action';
import { AwsError, entityAlreadyExists, noSuchEntity } from '../wire/errors';
import { findUserOrSelf } from './find';
import { askUser, saveUser } from './users';

function checkPassword(call: Call, password: string): void {
  const policy = call.account.passwordPolicy;
  const broken = [
    password.length < (policy?.minimumPasswordLength ?? 8) && 'length',
    policy?.requireUppercaseCharacters && !/[A-Z]/.test(password) && 'uppercase letters',
    policy?.requireLowercaseCharacters && !/[a-z]/.test(password) && 'lowercase letters',
    policy?.requireNumbers && !/\d/.test(password) && 'numbers',
    policy?.requireSymbols && !/[!@#$%^&*()_+\-=[\]{}|']/.test(password) && 'symbols',
  ].find((rule) => typeof rule === 'string');
  if (broken !== undefined) {
    throw new AwsError('PasswordPolicyViolation', 'Password does not conform to the account password policy.', 400);
  }
}

function profileOf(user: User) {
  if (user.loginProfile === undefined) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return user.loginProfile;
}

function profileOutput(user: User) {
  const profile = profileOf(user);
  return {
    LoginProfile: {
      UserName: user.name,
      CreateDate: new Date(profile.createdAt),
      PasswordResetRequired: profile.resetRequired,
    },
  };
}

/** Console passwords. The sandbox has no console, so the password itself is checked and thrown away. */
export const signInActions = {
  CreateLoginProfile: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    if (user.loginProfile !== undefined) {
      throw entityAlreadyExists(`Login Profile for user ${user.name} already exists.`);
    }
    checkPassword(call, call.params.string('Password'));
    const resetRequired = call.params.boolean('PasswordResetRequired', false);
    const changed = { ...user, loginProfile: { createdAt: call.now, resetRequired } };
    saveUser(call, changed);
    return profileOutput(changed);
  }),
  GetLoginProfile: reads(askUser, (call) => profileOutput(findUserOrSelf(call))),
  UpdateLoginProfile: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    const profile = profileOf(user);
    const password = call.params.optional('Password');
    if (password !== undefined) checkPassword(call, password);
    const resetRequired = call.params.boolean('PasswordResetRequired', profile.resetRequired);
    saveUser(call, { ...user, loginProfile: { ...profile, resetRequired } });
    return undefined;
  }),
  DeleteLoginProfile: writes(askUser, (call) => {
    const user = findUserOrSelf(call);
    profileOf(user);
    saveUser(call, { ...user, loginProfile: undefined, passwordLastUsed: undefined });
    return undefined;
  }),
};
