import type { PasswordPolicy } from '../store/types';
import { anyResource, reads, writes } from '../wire/action';
import { entityAlreadyExists, noSuchEntity } from '../wire/errors';
import { EntryMap } from '../wire/xml';
import { summaryCounts } from './authorization-details';

function passwordPolicyOutput(policy: PasswordPolicy) {
  return {
    MinimumPasswordLength: policy.minimumPasswordLength,
    RequireSymbols: policy.requireSymbols,
    RequireNumbers: policy.requireNumbers,
    RequireUppercaseCharacters: policy.requireUppercaseCharacters,
    RequireLowercaseCharacters: policy.requireLowercaseCharacters,
    AllowUsersToChangePassword: policy.allowUsersToChangePassword,
    ExpirePasswords: policy.maxPasswordAge !== undefined,
    MaxPasswordAge: policy.maxPasswordAge,
    PasswordReusePrevention: policy.passwordReusePrevention,
    HardExpiry: policy.hardExpiry,
  };
}

const noPasswordPolicy = (account: string) =>
  noSuchEntity(`The Password Policy with domain name ${account} cannot be found.`);

export const accountSettingsActions = {
  GetAccountPasswordPolicy: reads(anyResource, ({ account }) => {
    if (account.passwordPolicy === undefined) throw noPasswordPolicy(account.id);
    return { PasswordPolicy: passwordPolicyOutput(account.passwordPolicy) };
  }),
  UpdateAccountPasswordPolicy: writes(anyResource, ({ account, params }) => {
    const maxAge = params.integer('MaxPasswordAge', 0, 0, 1095);
    const reuse = params.integer('PasswordReusePrevention', 0, 0, 24);
    account.passwordPolicy = {
      minimumPasswordLength: params.integer('MinimumPasswordLength', 6, 6, 128),
      requireSymbols: params.boolean('RequireSymbols', false),
      requireNumbers: params.boolean('RequireNumbers', false),
      requireUppercaseCharacters: params.boolean('RequireUppercaseCharacters', false),
      requireLowercaseCharacters: params.boolean('RequireLowercaseCharacters', false),
      allowUsersToChangePassword: params.boolean('AllowUsersToChangePassword', false),
      maxPasswordAge: maxAge === 0 ? undefined : maxAge,
      passwordReusePrevention: reuse === 0 ? undefined : reuse,
      hardExpiry: params.has('HardExpiry') ? params.boolean('HardExpiry', false) : undefined,
    };
    return undefined;
  }),
  DeleteAccountPasswordPolicy: writes(anyResource, ({ account }) => {
    if (account.passwordPolicy === undefined) throw noPasswordPolicy(account.id);
    account.passwordPolicy = undefined;
    return undefined;
  }),
  GetAccountSummary: reads(anyResource, ({ account }) => ({ SummaryMap: new EntryMap(summaryCounts(account)) })),
  ListAccountAliases: reads(anyResource, ({ account }) => ({
    AccountAliases: account.alias === undefined ? [] : [account.alias],
    IsTruncated: false,
  })),
  CreateAccountAlias: writes(anyResource, ({ account, world, params }) => {
    const alias = params.matching(
      'AccountAlias',
      /^[a-z0-9]([a-z0-9]|-(?!-))*[a-z0-9]$/,
      '^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$',
      3,
      63,
    );
    if ([...world.accounts.values()].some((each) => each.alias === alias)) {
      throw entityAlreadyExists(`The account alias ${alias} already exists.`);
    }
    account.alias = alias;
    return undefined;
  }),
  DeleteAccountAlias: writes(anyResource, ({ account, params }) => {
    const alias = params.string('AccountAlias');
    if (account.alias !== alias) throw noSuchEntity(`The account alias ${alias} cannot be found.`);
    account.alias = undefined;
    return undefined;
  }),
};
