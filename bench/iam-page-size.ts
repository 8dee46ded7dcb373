/**
 * How long one GetAccountAuthorizationDetails page blocks the event loop, by page size: what lib/collectors/aws/iam
 * chooses its page sizes from. `npx tsx bench/iam-page-size.ts`
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import { awsClients } from '@/lib/aws/clients';

const SIZES = [50, 100, 150, 200, 250, 300, 400, 600, 1000];

/** A policy document as AWS returns it: URL-encoded JSON of `bytes` characters before encoding. */
function policy(bytes: number): string {
  const statement = { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::bucket/*' };
  const count = Math.max(1, Math.round(bytes / JSON.stringify(statement).length));
  return encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: Array(count).fill(statement) }));
}

function role(n: number): string {
  const name = `service-role-${String(n).padStart(6, '0')}`;
  return `<member><Path>/team/</Path><RoleName>${name}</RoleName><RoleId>AROAEXAMPLE${n}</RoleId>
<Arn>arn:aws:iam::120458963014:role/team/${name}</Arn><CreateDate>2024-05-04T03:02:01Z</CreateDate>
<AssumeRolePolicyDocument>${policy(300)}</AssumeRolePolicyDocument>
<InstanceProfileList/><RolePolicyList><member><PolicyName>inline</PolicyName><PolicyDocument>${policy(700)}</PolicyDocument></member></RolePolicyList>
<AttachedManagedPolicies>${[1, 2, 3].map((i) => `<member><PolicyName>p${i}</PolicyName><PolicyArn>arn:aws:iam::120458963014:policy/p${i}</PolicyArn></member>`).join('')}</AttachedManagedPolicies>
<Tags>${['team', 'env', 'owner'].map((k) => `<member><Key>${k}</Key><Value>some-${k}</Value></member>`).join('')}</Tags>
<RoleLastUsed><LastUsedDate>2026-05-04T03:02:01Z</LastUsedDate><Region>eu-central-1</Region></RoleLastUsed></member>`;
}

function page(size: number): string {
  const roles = Array.from({ length: size }, (_, n) => role(n)).join('');
  return `<GetAccountAuthorizationDetailsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated><UserDetailList/><GroupDetailList/><RoleDetailList>${roles}</RoleDetailList><Policies/></GetAccountAuthorizationDetailsResult><ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata></GetAccountAuthorizationDetailsResponse>`;
}

async function serve(): Promise<void> {
  const pages = new Map(SIZES.map((size) => [size, Buffer.from(page(size))]));
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const size = Number(new URLSearchParams(body).get('MaxItems'));
    response.writeHead(200, { 'content-type': 'text/xml' }).end(pages.get(size));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  parentPort?.postMessage({
    port: (server.address() as AddressInfo).port,
    bytes: Object.fromEntries([...pages].map(([size, body]) => [size, body.length])),
  });
}

/** The longest time no timer could run while `work` ran, ms. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    handle = setImmediate(tick);
  };
  let handle = setImmediate(tick);
  await work();
  clearImmediate(handle);
  return Math.max(longest, performance.now() - last);
}

async function main(): Promise<void> {
  const worker = new Worker(new URL(import.meta.url));
  const [{ port, bytes }] = (await once(worker, 'message')) as [{ port: number; bytes: Record<string, number> }];
  const clients = awsClients({
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    region: 'us-east-1',
    endpoints: { default: `http://127.0.0.1:${port}` },
  });
  console.log('roles/page   page kB   median block ms   max block ms   ms/role');
  for (const size of SIZES) {
    const call = () => clients.iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: size }));
    for (let warm = 0; warm < 5; warm++) await call();
    const blocks: number[] = [];
    for (let run = 0; run < 15; run++) blocks.push(await longestBlock(call));
    blocks.sort((a, b) => a - b);
    const median = blocks[7] as number;
    console.log(
      [
        size,
        Math.round((bytes[size] as number) / 1024),
        median.toFixed(1),
        (blocks.at(-1) as number).toFixed(1),
        (median / size).toFixed(3),
      ]
        .map((cell) => String(cell).padStart(10))
        .join('  '),
    );
  }
  clients.destroy();
  await worker.terminate();
}

await (isMainThread ? main() : serve());
