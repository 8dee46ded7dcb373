import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTerraformProvider, type TerraformProvider, terraform, terraformMissing } from '@/scripts/test/terraform';
import { adminEnvironment, aSandbox, type TestSandbox } from '../testing/sandbox';
import { ec2Tables } from './kit/rows';

if (terraformMissing) console.warn(`SKIPPED, EC2 of the sandbox with Terraform: ${terraformMissing}`);

const NETWORK = `
provider "aws" {
  region                      = "eu-west-1"
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_credentials_validation = true
}
data "aws_ami" "linux" {
  owners      = ["amazon"]
  most_recent = true
  filter {
    name   = "name"
    values = ["al2023-ami-*-x86_64"]
  }
}
resource "aws_vpc" "main" {
  cidr_block = "10.66.0.0/16"
  tags       = { Name = "terraform" }
}
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.66.1.0/24"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "main" {
  subnet_id      = aws_subnet.main.id
  route_table_id = aws_route_table.main.id
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  name   = "web"
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_eip" "main" {
  domain = "vpc"
}
resource "aws_instance" "host" {
  ami                    = data.aws_ami.linux.id
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.web.id]
  tags                   = { Name = "host" }
}
`;

describe.skipIf(terraformMissing)('EC2 by Terraform', { timeout: 240_000 }, () => {
  let sandbox: TestSandbox;
  let provider: TerraformProvider;
  let cwd: string;
  beforeAll(async () => {
    sandbox = await aSandbox();
    provider = await startTerraformProvider({
      ...adminEnvironment(sandbox, 'staging'),
      AWS_ENDPOINT_URL: sandbox.url,
    });
    cwd = await mkdtemp(join(tmpdir(), 'mooring-ec2-'));
    await writeFile(join(cwd, 'main.tf'), NETWORK);
  });
  afterAll(async () => {
    await provider?.stop();
    await sandbox?.close();
    await rm(cwd, { recursive: true });
  });

  it('makes a network with an instance, finds nothing to change, and takes it down', async () => {
    const run = (...args: string[]) => terraform(args, { cwd, env: provider.env });
    expect(await run('init')).toMatchObject({ code: 0 });
    expect(await run('apply', '-auto-approve')).toMatchObject({ code: 0 });
    // 0: no differences; 2 would be changes to make.
    expect(await run('plan', '-detailed-exitcode')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    const { vpcs } = ec2Tables(sandbox.account('staging'), 'eu-west-1');
    expect(vpcs.list().map(({ CidrBlock }) => CidrBlock)).toEqual(['172.31.0.0/16']);
  });
});
