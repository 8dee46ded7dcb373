import { expect, test } from 'vitest';
import { parseQuery } from '@/lib/query/parse';
import { queryOf } from './linked-filters';

test.each([
  ['q=deploy', 'deploy'],
  ['type=AWS::IAM::Role,AWS::IAM::User&q=deploy', 'deploy type:AWS::IAM::Role,AWS::IAM::User'],
  ['account=339712905844&region=eu-west-1', 'account:339712905844 region:eu-west-1'],
  ['state=live', ''],
  ['state=deleted&tag=team%3Dpay%20ments,owner', 'state:deleted tag.team="pay ments" tag:owner'],
  ['integrationId=01a1fc90-fc37-744f-92a1-0f318d7cd5b9', 'integration:01a1fc90-fc37-744f-92a1-0f318d7cd5b9'],
])('%s asks %j', (search, query) => {
  expect(queryOf(new URLSearchParams(search))).toBe(query);
  expect(parseQuery(query).problems).toEqual([]);
});
