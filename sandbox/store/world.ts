import { Account } from './account';
import type { ActivityState } from './activity';
import { ChangeLog } from './change-log';
import type { DeliveryState, DigestKey } from './deliveries';
import type { Organization } from './organization';
import { Random } from './random';
import type { Session } from './session';
import type { User } from './types';

export type Clock = { now(): number };
export const systemClock: Clock = { now: () => Date.now() };

export type WorldOptions = { seed: number; clock: Clock };

/** Everything that exists: accounts, the organization, temporary credentials, the log of changes. */
export class World {
  readonly accounts = new Map<string, Account>();
  readonly sessions = new Map<string, Session>();
  readonly changes = new ChangeLog();
  readonly clock: Clock;
  readonly seed: number;
  /** Where changes are delivered to, and the keys that digests are signed with. */
  deliveries: DeliveryState[] = [];
  digestKeys: DigestKey[] = [];
  /** The activity generator, when it is on. */
  activity: ActivityState | undefined;
  organization: Organization | undefined;
  random: Random;
  private readonly touched = new Set<() => void>();
  private readonly keyOwners = new Map<string, { accountId: string; userName: string }>();

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.seed = options.seed;
    this.random = new Random(options.seed);
  }

  addAccount(id: string, name: string, email: string): Account {
    const account = new Account(id, name, email, (before, after) => this.indexKeys(id, before, after));
    this.accounts.set(id, account);
    return account;
  }

  /** The user a long-lived access key belongs to, active or not. */
  keyOwner(accessKeyId: string): { account: Account; user: User } | undefined {
    const owner = this.keyOwners.get(accessKeyId);
    const account = owner && this.accounts.get(owner.accountId);
    const user = owner && account?.users.get(owner.userName);
    return account && user ? { account, user } : undefined;
  }

  addSession(session: Session): void {
    const now = this.clock.now();
    // Expired ones stay for a day, so that their use says ExpiredToken and not an unknown key.
    for (const [id, each] of this.sessions) if (each.expiresAt < now - 86_400_000) this.sessions.delete(id);
    this.sessions.set(session.accessKeyId, session);
    this.touch();
  }

  /** Says that something changed, whoever changed it; the snapshot listens. */
  touch(): void {
    for (const listener of this.touched) listener();
  }

  onTouched(listener: () => void): () => void {
    this.touched.add(listener);
    return () => this.touched.delete(listener);
  }

  /** Empties the world in place, so that whoever holds it keeps seeing it. */
  clear(): void {
    this.accounts.clear();
    this.sessions.clear();
    this.keyOwners.clear();
    this.organization = undefined;
    this.deliveries = [];
    this.activity = undefined;
    this.random = new Random(this.seed);
  }

  private indexKeys(accountId: string, before: User | undefined, after: User | undefined): void {
    for (const key of before?.accessKeys ?? []) this.keyOwners.delete(key.id);
    if (after === undefined) return;
    for (const key of after.accessKeys) this.keyOwners.set(key.id, { accountId, userName: after.name });
  }
}
