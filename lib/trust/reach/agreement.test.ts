import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConditionKeys } from '../policy/conditions';
import { evaluatePolicies } from '../policy/evaluate';
import { parsePolicy } from '../policy/parse';
import type { Policy } from '../policy/types';
import { decide } from './decide';
import { arnSet } from './patterns';
import { Principal } from './principal';

const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:PassRole');
const actions = fc.constantFrom('*', 's3:*', 's3:Get*', 'iam:PassRole', 's3:PutObject');
const arn = fc.constantFrom('arn:aws:s3:::a/x', 'arn:aws:s3:::b/x', 'arn:aws:iam::111122223333:user/ada');
const arns = fc.constantFrom(
  '*',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::*/x',
  'arn:aws:s3:::?/x',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  'arn:aws:iam::111122223333:user/${aws:username}',
);
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    action: fc.array(actions, { minLength: 1, maxLength: 2 }),
    notAction: fc.boolean(),
    resource: fc.array(arns, { minLength: 1, maxLength: 2 }),
    notResource: fc.boolean(),
    name: fc.constantFrom(null, 'ada', 'bob'),
  })
  .map(({ Effect, action: names, notAction, resource, notResource, name }) => ({
    Effect,
    [notAction ? 'NotAction' : 'Action']: names,
    [notResource ? 'NotResource' : 'Resource']: resource,
    ...(name ? { Condition: { StringEquals: { 'aws:username': name } } } : {}),
  }));
const document = fc.array(statement, { minLength: 1, maxLength: 4 }).map((Statement): Policy => {
  const parsed = parsePolicy(JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement })));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
});

it('of one resource, with everything known, it decides as the evaluation of a request does', () => {
  const context = { 'aws:username': 'ada' };
  fc.assert(
    fc.property(document, fc.option(document), action, arn, (policy, boundary, asked, resource) => {
      const keys = new ConditionKeys(context);
      const limit = boundary ? { id: 'b', policy: boundary } : null;
      const principal = new Principal({ identity: [{ id: 'p', policy }], boundary: limit, keys, isKnown: () => true });
      const { decision } = evaluatePolicies({
        action: asked,
        resource,
        context,
        identityPolicies: [{ name: 'p', policy }],
        boundary: boundary ? { name: 'b', policy: boundary } : null,
      });
      expect(decide(principal, asked, arnSet(resource)).verdict).toBe(decision === 'allowed' ? 'allowed' : 'denied');
    }),
    { numRuns: 2000 },
  );
});

it('what a condition that is not known decides is neither surely allowed nor surely denied where it could be either', () => {
  fc.assert(
    fc.property(document, action, arn, fc.constantFrom('ada', 'bob', 'eve'), (policy, asked, resource, name) => {
      const open = new Principal({
        identity: [{ id: 'p', policy }],
        boundary: null,
        keys: new ConditionKeys({}),
        isKnown: () => false,
      });
      const { verdict } = decide(open, asked, arnSet(resource));
      const context = { 'aws:username': name };
      const { decision } = evaluatePolicies({
        action: asked,
        resource,
        context,
        identityPolicies: [{ name: 'p', policy }],
      });
      if (verdict === 'allowed') expect(decision).toBe('allowed');
      if (verdict === 'denied') expect(decision).not.toBe('allowed');
    }),
    { numRuns: 2000 },
  );
});
