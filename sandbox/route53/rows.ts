import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

export type ZoneRow = {
  /** `Z…`, without /hostedzone/. */
  id: string;
  /** With the dot at its end. */
  name: string;
  callerReference: string;
  comment: string | undefined;
  /** Private zones have at least one. */
  vpcs: { id: string; region: string }[];
  nameServers: string[];
  records: RecordRow[];
  tags: Record<string, string>;
};

/** A record set as the API has it; plain JSON. */
export type RecordRow = ResourceRecordSet & { Name: string };

export const zones = (account: Account) => account.table<ZoneRow>('route53.hostedZone', 'global');

export const bareId = (id: string | undefined) => (id ?? '').replace(/^\/hostedzone\//, '');

export function zone(call: Call, id: string | undefined): ZoneRow {
  const found = zones(call.account).get(bareId(id));
  if (found === undefined) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${bareId(id)}`, 404);
  return found;
}

export const askZone = (_call: Call, input: { Id?: string | undefined; HostedZoneId?: string | undefined }) =>
  `arn:aws:route53:::hostedzone/${bareId(input.Id ?? input.HostedZoneId)}`;

export const invalidInput = (message: string) => new AwsError('InvalidInput', message, 400);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const newId = (random: Random, letter: 'Z' | 'C') => `${letter}0${random.text(ALPHABET, 19)}`;

/** A zone as AWS makes it: with four name servers, its NS and its SOA record. */
export function makeZone(random: Random, given: Pick<ZoneRow, 'name' | 'callerReference'> & Partial<ZoneRow>): ZoneRow {
  const inside = (given.vpcs ?? []).length > 0;
  const nameServers = ['com', 'net', 'org', 'co.uk'].map((end, index) =>
    inside
      ? `ns-${index * 512}.awsdns-0${index}.${end}.`
      : `ns-${random.between(index * 512, index * 512 + 511)}.awsdns-${random.between(10, 63)}.${end}.`,
  );
  const name = canonicalName(given.name);
  const soa = `${nameServers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return {
    id: newId(random, 'Z'),
    comment: undefined,
    vpcs: [],
    nameServers,
    tags: {},
    ...given,
    name,
    records: [
      { Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: nameServers.map((Value) => ({ Value })) },
      { Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{ Value: soa }] },
      ...(given.records ?? []),
    ],
  };
}

/** Lower case, a dot at the end; what is not a letter, digit, dash, dot or underscore as a backslash and octal digits. */
export function canonicalName(name: string): string {
  const dotted = name.endsWith('.') ? name : `${name}.`;
  return dotted
    .toLowerCase()
    .replace(/\\(?![0-7]{3})|[^a-z0-9\-._\\]/g, (found) => `\\${found.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
