import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Activity } from './activity/activity';
import { Churn } from './activity/churn';
import { adminApp } from './admin/app';
import { CallLog } from './admin/call-log';
import { Faults } from './admin/faults';
import type { Machinery } from './admin/machinery';
import { Deliveries } from './delivery/deliveries';
import type { IssuerMap } from './env';
import { Random } from './store/random';
import { openSnapshot } from './store/snapshot';
import { type Clock, systemClock, World } from './store/world';
import { answer } from './wire/dispatch';
import { AwsError } from './wire/errors';
import { readRequest } from './wire/request';
import type { Sandbox } from './wire/sandbox';
import { buildSmallWorld } from './world/small';

export type SandboxOptions = {
  /** 0 takes a free port. */
  port?: number;
  host?: string;
  /** Where the world is kept between starts; absent, it lives in memory only. */
  dataDir?: string;
  issuerMap?: IssuerMap;
  seed?: number;
  clock?: Clock;
  /** How long STS takes to see a change of IAM, in milliseconds. */
  propagationMs?: number;
  /** Plausible calls a minute; absent or 0, nothing happens by itself. */
  activity?: number;
};

export type RunningSandbox = {
  /** False when the world came from a snapshot. */
  isNew: boolean;
  url: string;
  sandbox: Machinery;
  world: World;
  close: () => Promise<void>;
};

/** Starts the stand-in for AWS on 127.0.0.1. `close` writes the last snapshot and ends open connections. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const world = new World({ seed: options.seed ?? 1, clock: options.clock ?? systemClock });
  const chance = new Random((options.seed ?? 1) + 1);
  const snapshot = options.dataDir === undefined ? undefined : await openSnapshot(world, options.dataDir);
  const isNew = world.accounts.size === 0;
  if (isNew) buildSmallWorld(world);
  const core: Sandbox = {
    world,
    faults: new Faults(() => chance.next()),
    calls: new CallLog(),
    issuerMap: options.issuerMap ?? {},
    propagationMs: options.propagationMs ?? 0,
  };
  // One object: what is set on it later, handlers see too.
  const sandbox: Machinery = Object.assign(core, {
    deliveries: new Deliveries(world, (options.seed ?? 1) + 2),
    churn: new Churn(core),
    activity: new Activity(core),
  });
  const { activity, churn, deliveries } = sandbox;
  if (options.activity && !activity.state) activity.start({ perMinute: options.activity, seed: options.seed ?? 1 });
  const admin = getRequestListener(adminApp(sandbox).fetch);
  const server = createServer((message, response) => {
    if (isAdmin(message)) void admin(message, response);
    else void respond(core, message, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    isNew,
    url: `http://${options.host ?? '127.0.0.1'}:${port}`,
    sandbox,
    world,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      activity.close();
      await churn.close();
      deliveries.close();
      await snapshot?.close();
    },
  };
}

/** A person's browser gets the page as well; AWS clients always POST, or GET with a query. */
function isAdmin(message: IncomingMessage): boolean {
  return message.url === '/_sandbox' || (message.url?.startsWith('/_sandbox/') ?? false);
}

async function respond(sandbox: Sandbox, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const reply = await answer(sandbox, await readRequest(message));
    if (reply.drop) {
      message.socket.destroy();
      return;
    }
    response.writeHead(reply.status, {
      ...reply.headers,
      'content-type': reply.contentType,
      // An answer to HEAD tells the length of the body that it leaves out.
      'content-length':
        (message.method === 'HEAD' && reply.headers?.['content-length']) || Buffer.byteLength(reply.body),
      'x-amzn-requestid': reply.requestId,
      'x-mooring-sandbox': 'true',
      // SDKs set their clocks by it.
      date: new Date(sandbox.world.clock.now()).toUTCString(),
    });
    response.end(reply.body);
  } catch (error) {
    if (!response.headersSent) response.writeHead(error instanceof AwsError ? error.status : 500);
    response.end();
  }
}
