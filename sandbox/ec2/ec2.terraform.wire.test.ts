import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing/sandbox';
import { hasTool, pluginDirectory, run } from '../testing/tools';
import { ec2Tables } from './kit/rows';

const plugins = pluginDirectory();
const absent = !hasTool('terraform') || !plugins;
if (absent) console.warn('SKIPPED, EC2 of the sandbox with Terraform: terraform or its AWS provider is not installed');

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

describe.skipIf(absent)('EC2 by Terraform', { timeout: 240_000 }, () => {
  let sandbox: TestSandbox;
  let cwd: string;
  beforeAll(async () => {
    sandbox = await aSandbox();
    cwd = await mkdtemp(join(tmpdir(), 'mooring-ec2-'));
    await writeFile(join(cwd, 'main.tf'), NETWORK);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(cwd, { recursive: true });
  });

  it('makes a network with an instance, finds nothing to change, and takes it down', async () => {
    const { accessKeyId, secretAccessKey } = sandbox.adminKey('staging');
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const env = { ...keys, AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'eu-west-1' };
    const terraform = (...args: string[]) => run('terraform', [...args, '-no-color'], { cwd, env });
    expect(await terraform('init', `-plugin-dir=${plugins}`)).toMatchObject({ code: 0 });
    expect(await terraform('apply', '-auto-approve')).toMatchObject({ code: 0 });
    // 0: no differences; 2 would be changes to make.
    expect(await terraform('plan', '-detailed-exitcode')).toMatchObject({ code: 0, stderr: '' });
    expect(await terraform('destroy', '-auto-approve')).toMatchObject({ code: 0 });
    const { vpcs } = ec2Tables(sandbox.account('staging'), 'eu-west-1');
    expect(vpcs.list().map(({ CidrBlock }) => CidrBlock)).toEqual(['172.31.0.0/16']);
  });
});
