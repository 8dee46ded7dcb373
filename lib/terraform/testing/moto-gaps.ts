import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Call = {
  Name?: string;
  trailNameList?: string[];
  trailList?: { Name: string; TrailARN: string }[];
  QueueUrl?: string;
  Attributes?: Record<string, string>;
  AttributeNames?: string[];
};
type Answer = { status: number; headers: Headers; bytes: Uint8Array };
type Filler = (call: Call, forward: (call: Call) => Promise<Answer>) => Promise<Answer>;

const REDRIVE = 'RedriveAllowPolicy';

/**
 * A server before moto_server that fills gaps of moto 5.2.1 by which Terraform's provider cannot get. Trails: calls that
 * name one by its ARN are answered 500, and DescribeTrails of some with all. Queues: RedriveAllowPolicy is not kept,
 * RedrivePolicy comes back with spaces in it, and setting any attribute takes the policy away.
 */
export async function fillMotoGaps(motoUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const gaps: Record<string, Filler | undefined> = { ...trailGaps(), ...queueGaps() };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const filler = gaps[String(request.headers['x-amz-target'] ?? '')];
    const answer = filler
      ? await filler(parsed(body), (call) => forward(motoUrl, request, Buffer.from(JSON.stringify(call))))
      : await forward(motoUrl, request, body);
    for (const [name, value] of answer.headers)
      if (!/^(content-length|transfer-encoding)$/.test(name)) response.setHeader(name, value);
    response.writeHead(answer.status).end(answer.bytes);
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

function trailGaps(): Record<string, Filler> {
  const byName: Filler = (call, forward) => forward({ ...call, Name: call.Name?.replace(/^arn:.*:trail\//, '') });
  const described: Filler = async (call, forward) => {
    const answer = await forward(call);
    const wanted = call.trailNameList ?? [];
    return rewritten(answer, ({ trailList = [] }) => ({
      trailList: trailList.filter(
        ({ Name, TrailARN }) => wanted.length === 0 || wanted.includes(Name) || wanted.includes(TrailARN),
      ),
    }));
  };
  return {
    'CloudTrail_20131101.StartLogging': byName,
    'CloudTrail_20131101.StopLogging': byName,
    'CloudTrail_20131101.UpdateTrail': byName,
    'CloudTrail_20131101.DeleteTrail': byName,
    'CloudTrail_20131101.DescribeTrails': described,
  };
}

function queueGaps(): Record<string, Filler> {
  const redrive = new Map<string, string>();
  const policies = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();
  const set: Filler = ({ Attributes = {}, QueueUrl = '', ...rest }, forward) => {
    const { [REDRIVE]: allowed, ...others } = Attributes;
    if (allowed !== undefined) redrive.set(QueueUrl, allowed);
    if (others.Policy !== undefined) policies.set(QueueUrl, others.Policy);
    // One after another: a call that began before the policy was known must not end after it was set.
    const answer = last.then(() => {
      const Policy = policies.get(QueueUrl);
      return forward({ ...rest, QueueUrl, Attributes: { ...others, ...(Policy === undefined ? {} : { Policy }) } });
    });
    last = answer.catch(() => {});
    return answer;
  };
  const get: Filler = async (call, forward) => {
    const asked = call.AttributeNames ?? [];
    const names = asked.filter((name) => name !== REDRIVE);
    const answer = await forward({ ...call, AttributeNames: names.length > 0 ? names : ['QueueArn'] });
    return rewritten(answer, (known) => {
      const Attributes = { ...known.Attributes };
      const kept = redrive.get(call.QueueUrl ?? '');
      if (kept && (asked.includes('All') || asked.includes(REDRIVE))) Attributes[REDRIVE] = kept;
      if (Attributes.RedrivePolicy) Attributes.RedrivePolicy = JSON.stringify(JSON.parse(Attributes.RedrivePolicy));
      return { ...known, Attributes };
    });
  };
  return { 'AmazonSQS.SetQueueAttributes': set, 'AmazonSQS.GetQueueAttributes': get };
}

function rewritten(answer: Answer, change: (body: Call) => Call): Answer {
  if (answer.status !== 200) return answer;
  return { ...answer, bytes: Buffer.from(JSON.stringify(change(parsed(Buffer.from(answer.bytes))))) };
}

function parsed(body: Buffer): Call {
  return JSON.parse(body.toString() || '{}') as Call;
}

async function forward(motoUrl: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const answer = await fetch(`${motoUrl}${request.url}`, {
    method: request.method ?? 'GET',
    headers: forwarded(request.headers),
    redirect: 'manual',
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
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
