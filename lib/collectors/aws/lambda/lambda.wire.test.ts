import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { functionCollector } from './function';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('Lambda functions over the wire', () => {
  let bench: CollectorBench;
  let role: string;
  const make = (FunctionName: string, more: object = {}) =>
    bench.maker().lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: role,
        Code: { ZipFile: Buffer.from('zip') },
        Handler: 'i.h',
        ...more,
      }),
    );

  beforeAll(async () => {
    bench = await collectorBench();
    const made = await bench
      .maker()
      .iam.send(new CreateRoleCommand({ RoleName: 'renderer', AssumeRolePolicyDocument: TRUST }));
    role = made.Role?.Arn ?? '';
    await make('renderer', {
      Environment: { Variables: { TABLE: 'receipts', API_TOKEN: 'hunter2-is-secret' } },
      Tags: { team: 'payments' },
      Layers: ['arn:aws:lambda:eu-west-1:204715938266:layer:fonts:3'],
      KMSKeyArn: 'arn:aws:kms:eu-west-1:204715938266:key/0b2c',
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:204715938266:dead' },
    });
    await bench.maker().lambda.send(
      new AddPermissionCommand({
        FunctionName: 'renderer',
        StatementId: 'public',
        Action: 'lambda:InvokeFunctionUrl',
        Principal: '*',
        FunctionUrlAuthType: 'NONE',
      }),
    );
    await bench.maker().lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'renderer', AuthType: 'NONE' }));
  });
  afterAll(() => bench.close());

  test('tells role, layers, keys, tags, who may call it and its URL, and never a value of its environment', async () => {
    const [found] = await bench.list(functionCollector);
    expect(found).toMatchObject({
      name: 'renderer',
      tags: { team: 'payments' },
      unread: [],
      attributes: {
        environmentVariableNames: ['API_TOKEN', 'TABLE'],
        vpcConfig: null,
        policy: {
          Statement: [{ Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } }],
        },
        functionUrls: [{ authType: 'NONE' }],
        addresses: [expect.stringMatching(/^[a-z2-7]{32}\.lambda-url\.eu-west-1\.on\.aws$/)],
      },
    });
    expect(found?.relationships).toEqual([
      { kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: role },
      {
        kind: 'uses',
        toType: 'AWS::Lambda::LayerVersion',
        toArn: 'arn:aws:lambda:eu-west-1:204715938266:layer:fonts:3',
      },
      { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: 'arn:aws:kms:eu-west-1:204715938266:key/0b2c' },
      { kind: 'deliversTo', toType: 'AWS::SQS::Queue', toArn: 'arn:aws:sqs:eu-west-1:204715938266:dead' },
    ]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
    const raws: unknown[] = [];
    for await (const page of functionCollector.list(bench.contextOf(functionCollector))) raws.push(...page.items);
    expect(JSON.stringify(raws), 'what workers hold and log').not.toContain('hunter2');
    const changes = bench.aws.world.changes.since(0);
    expect(changes.map(({ eventName }) => eventName)).toContain('CreateFunction20150331');
    expect(JSON.stringify(changes), 'the trail').not.toContain('hunter2');
  });

  test('keeps to what it declares, and reads one as it lists it', () => expectSoundCollector(bench, functionCollector));

  test('goes through all pages; another region is empty', async () => {
    for (let from = 0; from < 120; from += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => make(`many-${from + index}`)));
    }
    const names = (await bench.list(functionCollector)).map(({ name }) => name);
    expect(new Set(names).size).toBe(121);
    expect(await bench.list(functionCollector, 'eu-north-1')).toEqual([]);
  });

  test('a change, a tag and the end of a function are told', async () => {
    const { lambda } = bench.maker();
    await make('short-lived');
    const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'short-lived' }));
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'short-lived', Timeout: 30 }));
    await lambda.send(new TagResourceCommand({ Resource: FunctionArn, Tags: { owner: 'risk' } }));
    const ctx = bench.contextOf(functionCollector);
    const { found } = await functionCollector.getMany(ctx, [{ arn: `${FunctionArn}:live` }]);
    const one = found[0] && functionCollector.normalize(found[0].raw, ctx);
    expect(one).toMatchObject({ id: FunctionArn, tags: { owner: 'risk' }, attributes: { timeout: 30 } });
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'short-lived' }));
    const { missing } = await functionCollector.getMany(ctx, [{ name: 'short-lived' }]);
    expect(missing).toHaveLength(1);
  });

  test('a refused policy is a gap once, and the function stays', async () => {
    bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'lambda', action: 'GetPolicy' } });
    const pages = [];
    const ctx = bench.contextOf(functionCollector);
    for await (const page of functionCollector.list(ctx)) pages.push(page);
    expect(pages.flatMap(({ items }) => items).length).toBeGreaterThan(100);
    expect(pages[0]?.gaps).toMatchObject([
      { aspect: 'policy', action: 'lambda:GetPolicy', code: 'AccessDeniedException' },
    ]);
    const first = pages[0]?.items[0];
    expect(first && functionCollector.normalize(first, ctx).unread).toEqual(['attributes.policy']);
  });
});
