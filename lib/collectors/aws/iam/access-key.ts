import { type Collector, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { isoDate } from '@/lib/collectors/values';
import { accessKeyEvents } from './events';
import { listAccessKeys, type RawAccessKey, readAccessKeys } from './reads/access-keys';
import { AUTHORIZATION_DETAILS_ACTION } from './reads/authorization-details';
import { CREDENTIAL_REPORT_ACTIONS } from './reads/credential-report';

function normalize({ key, userId, lastUsed }: RawAccessKey): NormalizedResource {
  const userName = key.UserName ?? '';
  return {
    type: 'AWS::IAM::AccessKey',
    id: key.AccessKeyId ?? '',
    arn: null,
    name: key.AccessKeyId ?? '',
    region: GLOBAL_REGION,
    tags: {},
    attributes: { userName, status: key.Status ?? null, createDate: isoDate(key.CreateDate) },
    volatile: lastUsed === undefined ? {} : { lastUsed: lastUsed && { ...lastUsed } },
    relationships: [
      { kind: 'belongsTo', toType: 'AWS::IAM::User', toName: userName, ...(userId ? { toId: userId } : {}) },
    ],
    createdAt: isoDate(key.CreateDate),
    unread: lastUsed === undefined ? ['volatile.lastUsed'] : [],
  };
}

/** Keys of users. The root user's cannot be listed: the account summary tells of them. */
export const accessKeyCollector: Collector<RawAccessKey> = {
  service: 'iam',
  type: 'AWS::IAM::AccessKey',
  title: 'IAM access key',
  scope: 'global',
  actions: [AUTHORIZATION_DETAILS_ACTION, 'iam:ListAccessKeys'],
  enrichingActions: [...CREDENTIAL_REPORT_ACTIONS, 'iam:GetAccessKeyLastUsed'],
  readActions: [],
  list: listAccessKeys,
  getMany: readAccessKeys,
  normalize,
  events: accessKeyEvents,
};
