import type { Account } from '../store/account';
import { accessKeyId, secretAccessKey, uniqueId, uuid } from '../store/ids';
import type {
  AccessKey,
  Group,
  InstanceProfile,
  ManagedPolicy,
  OidcProvider,
  Role,
  SamlProvider,
  User,
} from '../store/types';
import type { World } from '../store/world';

export const DAY = 86_400_000;

/** Puts entities into an account as if they had been there for long: no trace in the recent history, real-looking ids. */
export class Builder {
  constructor(
    readonly world: World,
    readonly account: Account,
    /** Milliseconds; ages are counted back from here. */
    readonly now: number,
  ) {}

  ago(days: number): number {
    // Whole seconds, at an hour of the day that depends on the seed.
    return Math.floor((this.now - days * DAY - this.world.random.between(0, 40_000) * 1000) / 1000) * 1000;
  }

  user(name: string, ageDays: number, more: Partial<User> = {}): User {
    const path = more.path ?? '/';
    const user: User = {
      ...this.principal('user', 'AIDA', name, path, ageDays),
      tags: [],
      boundary: undefined,
      groups: [],
      loginProfile: undefined,
      passwordLastUsed: undefined,
      mfaDevices: [],
      accessKeys: [],
      ...more,
    };
    this.account.users.load(name, user);
    return user;
  }

  /** `lastUsed` in days ago; undefined for a key that was never used. */
  key(
    ageDays: number,
    more: { usedDaysAgo?: number; service?: string; region?: string; inactive?: boolean } = {},
  ): AccessKey {
    const createdAt = this.ago(ageDays);
    const used = more.usedDaysAgo;
    return {
      id: accessKeyId(this.world.random, 'AKIA', this.account.id),
      secret: secretAccessKey(this.world.random),
      status: more.inactive ? 'Inactive' : 'Active',
      createdAt,
      changedAt: more.inactive ? Math.max(createdAt, this.ago(ageDays / 2)) : createdAt,
      lastUsed:
        used === undefined
          ? undefined
          : { at: this.ago(used), service: more.service ?? 's3', region: more.region ?? 'eu-west-1' },
    };
  }

  password(user: User, ageDays: number, more: { usedDaysAgo?: number; mfa?: boolean } = {}): void {
    const serialNumber = this.account.iamArn('mfa', '/', user.name);
    const enabledAt = this.ago(ageDays - 1);
    this.account.users.load(user.name, {
      ...user,
      loginProfile: { createdAt: this.ago(ageDays), resetRequired: false },
      passwordLastUsed: more.usedDaysAgo === undefined ? undefined : this.ago(more.usedDaysAgo),
      mfaDevices: more.mfa ? [{ serialNumber, enabledAt }] : [],
    });
    if (!more.mfa) return;
    const seed = this.world.random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 64);
    const device = { serialNumber, seed, createdAt: enabledAt, userName: user.name };
    this.account.virtualMfaDevices.load(serialNumber, device);
  }

  group(name: string, ageDays: number, more: Partial<Group> = {}): Group {
    const group = { ...this.principal('group', 'AGPA', name, more.path ?? '/', ageDays), ...more };
    this.account.groups.load(name, group);
    return group;
  }

  role(name: string, ageDays: number, trust: object, more: Partial<Role> & { usedDaysAgo?: number } = {}): Role {
    const { usedDaysAgo, ...rest } = more;
    const role: Role = {
      ...this.principal('role', 'AROA', name, more.path ?? '/', ageDays),
      trust: JSON.stringify(trust),
      description: undefined,
      maxSessionDuration: 3600,
      tags: [],
      boundary: undefined,
      lastUsed: usedDaysAgo === undefined ? undefined : { at: this.ago(usedDaysAgo), region: 'eu-west-1' },
      ...rest,
    };
    this.account.roles.load(name, role);
    return role;
  }

  /** One version per document, oldest first; the last one is the default. */
  policy(
    name: string,
    ageDays: number,
    documents: readonly object[],
    more: Partial<ManagedPolicy> = {},
  ): ManagedPolicy {
    const path = more.path ?? '/';
    const step = ageDays / documents.length;
    const versions = documents.map((document, index) => ({
      id: `v${index + 1}`,
      document: JSON.stringify(document),
      createdAt: this.ago(ageDays - index * step),
    }));
    const createdAt = versions[0]?.createdAt ?? this.ago(ageDays);
    const policy: ManagedPolicy = {
      name,
      path,
      id: uniqueId(this.world.random, 'ANPA'),
      arn: this.account.iamArn('policy', path, name),
      description: undefined,
      createdAt,
      updatedAt: versions.at(-1)?.createdAt ?? createdAt,
      defaultVersionId: `v${versions.length}`,
      versions,
      nextVersion: versions.length + 1,
      tags: [],
      ...more,
    };
    this.account.policies.load(name, policy);
    return policy;
  }

  instanceProfile(name: string, ageDays: number, roleName: string | undefined): InstanceProfile {
    const profile: InstanceProfile = {
      name,
      path: '/',
      id: uniqueId(this.world.random, 'AIPA'),
      arn: this.account.iamArn('instance-profile', '/', name),
      createdAt: this.ago(ageDays),
      roleName,
      tags: [],
    };
    this.account.instanceProfiles.load(name, profile);
    return profile;
  }

  oidcProvider(url: string, clientIds: string[], ageDays: number): OidcProvider {
    const provider: OidcProvider = {
      arn: this.account.iamArn('oidc-provider', '/', url),
      url,
      clientIds,
      thumbprints: [this.world.random.bytes(20).toString('hex')],
      createdAt: this.ago(ageDays),
      tags: [],
    };
    this.account.oidcProviders.load(provider.arn, provider);
    return provider;
  }

  samlProvider(name: string, ageDays: number): SamlProvider {
    const arn = this.account.iamArn('saml-provider', '/', name);
    const certificate = this.world.random.bytes(900).toString('base64');
    const provider: SamlProvider = {
      arn,
      name,
      id: uuid(this.world.random),
      metadata: `<?xml version="1.0"?><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sso.northquay.example/${name}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>`,
      createdAt: this.ago(ageDays),
      validUntil: this.now + 8 * 365 * DAY,
      tags: [],
    };
    this.account.samlProviders.load(arn, provider);
    return provider;
  }

  private principal(
    kind: 'user' | 'group' | 'role',
    prefix: 'AIDA' | 'AGPA' | 'AROA',
    name: string,
    path: string,
    age: number,
  ) {
    return {
      name,
      path,
      id: uniqueId(this.world.random, prefix),
      arn: this.account.iamArn(kind, path, name),
      createdAt: this.ago(age),
      inlinePolicies: [],
      attachedPolicies: [],
    };
  }
}
