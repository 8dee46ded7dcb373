import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

const TRAIL_BY_NAME = /CloudTrail_20131101\.(StartLogging|StopLogging|UpdateTrail|DeleteTrail)$/;
const REDRIVE = 'RedriveAllowPolicy';

type Call = {
  Name?: string;
  trailNameList?: string[];
  trailList?: { Name: string; TrailARN: string }[];
  QueueUrl?: string;
  Attributes?: Record<string, string>;
  AttributeNames?: string[];
};

/**
 * A server before moto_server that fills three gaps of moto 5.2.1 by which Terraform's provider cannot get: CloudTrail
 * calls that name a trail by its ARN (moto answers 500), DescribeTrails of some trails (it answers with all), and the
 * RedriveAllowPolicy of queues, which it does not keep.
 */
export async function fillMotoGaps(motoUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const redrive = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const target = String(request.headers['x-amz-target'] ?? '');
    const send = (status: number, headers: Iterable<[string, string]>, bytes: Uint8Array) => {
      for (const [name, value] of headers)
        if (!/^(content-length|transfer-encoding)$/.test(name)) response.setHeader(name, value);
      response.writeHead(status).end(bytes);
    };
    const forward = async (changed: Buffer | string) => {
      const plain = request.method !== 'GET' && request.method !== 'HEAD' && changed.length > 0;
      const answer = await fetch(`${motoUrl}${request.url}`, {
        method: request.method ?? 'GET',
        headers: forwarded(request.headers),
        redirect: 'manual',
        ...(plain ? { body: new Uint8Array(Buffer.from(changed)) } : {}),
      });
      return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
    };
    if (TRAIL_BY_NAME.test(target)) {
      const call = parsed(body);
      const answer = await forward(JSON.stringify({ ...call, Name: call.Name?.replace(/^arn:.*:trail\//, '') }));
      return send(answer.status, answer.headers, answer.bytes);
    }
    if (target === 'CloudTrail_20131101.DescribeTrails') {
      const { trailNameList: wanted = [] } = parsed(body);
      const answer = await forward(body);
      const { trailList = [] } = parsed(Buffer.from(answer.bytes));
      const asked = trailList.filter(({ Name, TrailARN }) => wanted.includes(Name) || wanted.includes(TrailARN));
      const bytes = wanted.length > 0 ? Buffer.from(JSON.stringify({ trailList: asked })) : answer.bytes;
      return send(answer.status, answer.headers, bytes);
    }
    if (target === 'AmazonSQS.SetQueueAttributes') {
      const { Attributes = {}, QueueUrl = '', ...rest } = parsed(body);
      const { [REDRIVE]: policy, ...others } = Attributes;
      if (policy !== undefined) redrive.set(QueueUrl, policy);
      const answer = await forward(JSON.stringify({ ...rest, QueueUrl, Attributes: others }));
      return send(answer.status, answer.headers, answer.bytes);
    }
    if (target === 'AmazonSQS.GetQueueAttributes') {
      const call = parsed(body);
      const asked = call.AttributeNames ?? [];
      const names = asked.filter((name) => name !== REDRIVE);
      const answer = await forward(
        JSON.stringify({ ...call, AttributeNames: names.length > 0 ? names : ['QueueArn'] }),
      );
      const kept = redrive.get(call.QueueUrl ?? '');
      const wanted = kept && (asked.includes('All') || asked.includes(REDRIVE));
      if (answer.status !== 200 || !wanted) return send(answer.status, answer.headers, answer.bytes);
      const known = parsed(Buffer.from(answer.bytes));
      const more = { ...known, Attributes: { ...known.Attributes, [REDRIVE]: kept } };
      return send(200, answer.headers, Buffer.from(JSON.stringify(more)));
    }
    const answer = await forward(body);
    send(answer.status, answer.headers, answer.bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function parsed(body: Buffer): Call {
  return JSON.parse(body.toString() || '{}') as Call;
}

/** `host` stays the client's, so that queue URLs point here; lengths and encodings are made anew. */
function forwarded(headers: IncomingHttpHeaders): Headers {
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (!/^(connection|content-length|transfer-encoding|accept-encoding|expect)$/.test(name))
      kept.set(name, String(value));
  }
  return kept;
}
