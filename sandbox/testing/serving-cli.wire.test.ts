import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsCli, awsCliMissing, startAwsCli } from '@/scripts/test/aws-cli';
import { adminEnvironment, aSandbox, type TestSandbox } from './sandbox';

if (awsCliMissing) console.warn(`SKIPPED, load balancers, DNS and databases with the AWS CLI: ${awsCliMissing}`);

describe.skipIf(awsCliMissing)('the AWS CLI on load balancers, DNS and databases', { timeout: 180_000 }, () => {
  let sandbox: TestSandbox;
  let cli: AwsCli;
  beforeAll(async () => {
    sandbox = await aSandbox();
    cli = await startAwsCli(sandbox.url, { env: adminEnvironment(sandbox, 'staging') });
  });
  afterAll(async () => {
    cli?.close();
    await sandbox?.close();
  });

  async function aws(...args: string[]) {
    const outcome = await cli.aws(...args);
    return { ...outcome, json: outcome.code === 0 && outcome.stdout ? JSON.parse(outcome.stdout) : undefined };
  }

  it('makes, tags, lists and deletes a load balancer', async () => {
    const made = await aws('elbv2', 'create-load-balancer', '--name', 'cli', '--subnets', 'subnet-a', 'subnet-b');
    const arn = made.json.LoadBalancers[0].LoadBalancerArn;
    await aws('elbv2', 'add-tags', '--resource-arns', arn, '--tags', 'Key=team,Value=cli');
    const tags = await aws('elbv2', 'describe-tags', '--resource-arns', arn);
    expect(tags.json.TagDescriptions[0].Tags).toEqual([{ Key: 'team', Value: 'cli' }]);
    expect(await aws('elbv2', 'delete-load-balancer', '--load-balancer-arn', arn)).toMatchObject({ code: 0 });
    const gone = await aws('elbv2', 'describe-load-balancers', '--names', 'cli');
    expect(gone.stderr).toContain('(LoadBalancerNotFound) when calling the DescribeLoadBalancers operation');
    const listener = 'Protocol=HTTP,LoadBalancerPort=80,InstancePort=80';
    const words = ['--load-balancer-name', 'old', '--listeners', listener, '--subnets', 'subnet-a'];
    expect((await aws('elb', 'create-load-balancer', ...words)).json.DNSName).toContain('old-');
  });

  it('makes a zone with records, and may not delete it before them', async () => {
    const made = await aws('route53', 'create-hosted-zone', '--name', 'cli.example', '--caller-reference', 'cli');
    const id = made.json.HostedZone.Id;
    const set = { Name: 'a.cli.example', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.7' }] };
    const batch = JSON.stringify({ Changes: [{ Action: 'UPSERT', ResourceRecordSet: set }] });
    const change = ['route53', 'change-resource-record-sets', '--hosted-zone-id', id, '--change-batch', batch];
    expect((await aws(...change)).json.ChangeInfo.Status).toBe('INSYNC');
    const { json } = await aws('route53', 'list-resource-record-sets', '--hosted-zone-id', id);
    expect(json.ResourceRecordSets.map(({ Type }: { Type: string }) => Type)).toEqual(['NS', 'SOA', 'A']);
    expect((await aws('route53', 'delete-hosted-zone', '--id', id)).stderr).toContain('(HostedZoneNotEmpty)');
  });

  it('makes a database and a table, and prints AWS’s refusals', async () => {
    const words = ['--db-instance-identifier', 'cli', '--db-instance-class', 'db.t3.micro', '--engine', 'postgres'];
    const master = [
      '--master-username',
      'root',
      '--master-user-password',
      'of-no-importance',
      '--tags',
      'Key=a,Value=b',
    ];
    const made = await aws('rds', 'create-db-instance', ...words, ...master);
    expect(made.json.DBInstance).toMatchObject({ DBInstanceStatus: 'creating', TagList: [{ Key: 'a', Value: 'b' }] });
    expect(made.stdout).not.toContain('of-no-importance');
    const unknown = await aws('rds', 'describe-db-instances', '--db-instance-identifier', 'nobody');
    expect(unknown.stderr).toContain('(DBInstanceNotFound) when calling the DescribeDBInstances operation');
    const keys = [
      '--attribute-definitions',
      'AttributeName=id,AttributeType=S',
      '--key-schema',
      'AttributeName=id,KeyType=HASH',
    ];
    const table = ['dynamodb', 'create-table', '--table-name', 'cli', '--billing-mode', 'PAY_PER_REQUEST', ...keys];
    expect((await aws(...table)).json.TableDescription.TableStatus).toBe('CREATING');
    expect((await aws(...table)).stderr).toContain('(ResourceInUseException)');
    expect((await aws('dynamodb', 'list-tables')).json.TableNames).toContain('cli');
  });
});
