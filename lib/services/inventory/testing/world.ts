import type { NormalizedResource } from '@/lib/collectors/types';
import { ACCOUNT, resource } from './fixture';

const thing = (type: string, id: string, changes: Partial<NormalizedResource>): NormalizedResource =>
  resource(id, { type: `AWS::IAM::${type}`, ...changes });

export const arn = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`;

export const role = (id: string, changes: Partial<NormalizedResource> = {}) => resource(id, changes);

export const trust = (Principal: object, Condition?: object): NormalizedResource['attributes'] => ({
  path: '/',
  assumeRolePolicyDocument: JSON.parse(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'], Condition },
      ],
    }),
  ),
});

export const user = (name: string, changes: Partial<NormalizedResource> = {}) =>
  thing('User', `AIDA${name.toUpperCase()}`, { name, arn: arn(`user/${name}`), ...changes });

export const group = (name: string, changes: Partial<NormalizedResource> = {}) =>
  thing('Group', `AGPA${name.toUpperCase()}`, { name, arn: arn(`group/${name}`), ...changes });

export const policy = (name: string, document: object) =>
  thing('ManagedPolicy', `ANPA${name.toUpperCase()}`, {
    name,
    arn: arn(`policy/${name}`),
    attributes: {
      versions: [{ versionId: 'v1', isDefaultVersion: true, document: JSON.parse(JSON.stringify(document)) }],
    },
  });

/** An access key; `use` undefined: its use could not be read, null: it was never used. */
export function accessKey(
  id: string,
  userName: string,
  createdAt: string,
  use?: { date: string; service: string | null; region: string | null } | null,
  status = 'Active',
): NormalizedResource {
  return thing('AccessKey', id, {
    name: id,
    arn: null,
    attributes: { userName, status, createDate: createdAt },
    volatile: use === undefined ? {} : { lastUsed: use },
    createdAt,
    relationships: [{ kind: 'belongsTo', toType: 'AWS::IAM::User', toName: userName }],
  });
}

export const attached = (policyArn: string) =>
  ({ kind: 'attached', toType: 'AWS::IAM::ManagedPolicy', toArn: policyArn }) as const;

export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
