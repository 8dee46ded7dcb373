import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  MoveAccountCommand,
  TagResourceCommand,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import type { ListPage } from '@/lib/collectors/types';
import { accountCollector } from './account';
import { organizationsCollectors } from './collectors';
import { organizationCollector } from './organization';
import { organizationalUnitCollector } from './organizational-unit';
import { organizationPolicyCollector } from './policy';

const DENY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'sts:*', Resource: '*' }] });

describe('Organizations over the wire', () => {
  let bench: CollectorBench;
  let productionId = '';
  let policyId = '';

  /** The bench's account becomes the management account of an organization of 45 accounts. */
  beforeAll(async () => {
    bench = await collectorBench();
    const member = (id: string, name: string) => ({
      id,
      name,
      email: `${name}@northquay.example`,
      parentId: 'r-nq1x',
      status: 'ACTIVE' as const,
      joinedMethod: 'CREATED' as const,
      joinedAt: Date.now() - 86_400_000,
    });
    bench.aws.world.organization = {
      id: 'o-benchbench',
      rootId: 'r-nq1x',
      managementAccountId: bench.accountId,
      units: [],
      accounts: [
        member(bench.accountId, 'management'),
        ...Array.from({ length: 44 }, (_, index) => member(String(300_000_000_000 + index), `member-${index}`)),
      ],
      enabledPolicyTypes: ['SERVICE_CONTROL_POLICY'],
    };
    const { organizations } = bench.maker();
    const unit = async (ParentId: string, Name: string) =>
      (await organizations.send(new CreateOrganizationalUnitCommand({ ParentId, Name }))).OrganizationalUnit?.Id ?? '';
    productionId = await unit(await unit('r-nq1x', 'Workloads'), 'Production');
    for (let index = 0; index < 22; index += 1) await unit(productionId, `team-${index}`);
    await organizations.send(
      new MoveAccountCommand({
        AccountId: '300000000001',
        SourceParentId: 'r-nq1x',
        DestinationParentId: productionId,
      }),
    );
    await organizations.send(
      new TagResourceCommand({ ResourceId: '300000000001', Tags: [{ Key: 'team', Value: 'payments' }] }),
    );
    const made = await organizations.send(
      new CreatePolicyCommand({ Name: 'no-sts', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: DENY }),
    );
    policyId = made.Policy?.PolicySummary?.Id ?? '';
    for (const TargetId of ['r-nq1x', productionId, '300000000001']) {
      await organizations.send(new AttachPolicyCommand({ PolicyId: policyId, TargetId }));
    }
  });
  afterAll(() => bench.close());

  test.each(organizationsCollectors.map((one) => [one.type, one] as const))('%s keeps to what it declares', (_, one) =>
    expectSoundCollector(bench, one),
  );

  test('accounts of all pages stand where they hang', async () => {
    const accounts = await bench.list(accountCollector);
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(45);
    expect(accounts.find(({ id }) => id === '300000000001')).toMatchObject({
      tags: { team: 'payments' },
      attributes: { state: 'ACTIVE', parentId: productionId },
      relationships: [{ kind: 'belongsTo', toType: 'AWS::Organizations::OrganizationalUnit', toId: productionId }],
    });
    expect(accounts.find(({ name }) => name === 'management')?.relationships).toEqual([
      { kind: 'belongsTo', toType: 'AWS::Organizations::Organization', toId: 'o-benchbench' },
    ]);
  });

  test('units of units, and the organization itself', async () => {
    expect(await bench.list(organizationalUnitCollector)).toHaveLength(24);
    expect(await bench.list(organizationCollector)).toMatchObject([
      { id: 'o-benchbench', attributes: { rootIds: ['r-nq1x'], enabledPolicyTypes: ['SERVICE_CONTROL_POLICY'] } },
    ]);
  });

  test('a policy with its content and all that it is attached to; none after it is deleted', async () => {
    const [policy] = await bench.list(organizationPolicyCollector);
    expect(policy).toMatchObject({ name: 'no-sts', attributes: { content: JSON.parse(DENY) } });
    expect(policy?.relationships).toEqual([
      { kind: 'attached', toType: 'AWS::Organizations::Organization', toId: 'o-benchbench' },
      { kind: 'attached', toType: 'AWS::Organizations::OrganizationalUnit', toId: productionId },
      { kind: 'attached', toType: 'AWS::Organizations::Account', toId: '300000000001' },
    ]);
    const made = await bench
      .maker()
      .organizations.send(
        new CreatePolicyCommand({ Name: 'short', Description: '', Type: 'TAG_POLICY', Content: '{"tags":{}}' }),
      );
    const id = made.Policy?.PolicySummary?.Id ?? '';
    await bench.maker().organizations.send(new DeletePolicyCommand({ PolicyId: id }));
    const { missing } = await organizationPolicyCollector.getMany(bench.contextOf(organizationPolicyCollector), [
      { id },
    ]);
    expect(missing).toHaveLength(1);
  });

  const pagesOf = async (collector: (typeof organizationsCollectors)[number]) => {
    const pages: ListPage<unknown>[] = [];
    for await (const page of collector.list(bench.contextOf(collector))) pages.push(page);
    return pages;
  };

  test('a refused walk leaves the accounts, without their place', async () => {
    const fault = bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'ListAccountsForParent' } });
    const [page] = await pagesOf(accountCollector);
    expect(page?.items).toHaveLength(20);
    expect(page?.gaps).toMatchObject([{ aspect: 'parentId', action: 'organizations:ListAccountsForParent' }]);
    bench.aws.sandbox.faults.clear(fault.id);
  });

  test('a plain member has complete and empty scopes that say who manages; a delegated administrator sees', async () => {
    const { organization } = bench.aws.world;
    if (!organization) throw new Error('No organization.');
    organization.managementAccountId = '300000000001';
    for (const collector of organizationsCollectors) {
      expect(await pagesOf(collector)).toMatchObject([
        { items: [], gaps: [{ aspect: 'scope', message: expect.stringContaining('managed by account 300000000001') }] },
      ]);
    }
    organization.delegatedAdministrators = [bench.accountId];
    expect(await bench.list(accountCollector)).toHaveLength(45);
    organization.delegatedAdministrators = [];
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'ListRoots' } });
    await expect(bench.list(accountCollector), 'a refusal of IAM is no answer').rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    bench.aws.sandbox.faults.clear();
  });

  test('an account in no organization is complete and empty', async () => {
    bench.aws.world.organization = undefined;
    for (const collector of organizationsCollectors) {
      expect(await pagesOf(collector)).toMatchObject([
        { items: [], gaps: [{ code: 'AWSOrganizationsNotInUseException' }] },
      ]);
    }
  });
});
