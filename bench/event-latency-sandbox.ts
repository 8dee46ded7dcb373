import type { StrategyName } from '@/lib/schemas/event-source';
import type { SandboxAccount } from '../e2e/harness/connected-account';
import { run } from '../scripts/test/tools';

const REGION = 'eu-central-1';
const TAGGING = 'PutBucketTagging';
/** The key of the tag that is changed. */
export const TAG = 'latency';

type Delivery = {
  id: string;
  kind: StrategyName;
  lastDeliveredAt: string | null;
  intervalMs?: number;
  batchMs?: number;
};

/** The sandbox as its owner sees it: by the AWS CLI, and what its admin endpoints tell of calls and deliveries. */
export function sandboxAt(url: string, { accessKeyId, secretAccessKey }: SandboxAccount) {
  const aws = async (...words: string[]): Promise<{ started: number; ended: number }> => {
    const started = Date.now();
    const env = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
    };
    const { code, stderr } = await run('aws', ['--endpoint-url', url, ...words], { env });
    const ended = Date.now();
    if (code !== 0) throw new Error(`aws ${words.join(' ')}: ${stderr}`);
    return { started, ended };
  };
  const admin = async <T>(path: string, method = 'GET'): Promise<T> => {
    const answer = await fetch(new URL(`/_sandbox/${path}`, url), { method });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return (answer.status === 204 ? null : await answer.json()) as T;
  };
  return {
    makeBucket: (bucket: string) =>
      aws(
        ...['s3api', 'create-bucket', '--bucket', bucket],
        ...['--create-bucket-configuration', `LocationConstraint=${REGION}`],
      ),
    /** Changes the bucket's tag by the AWS CLI; `answered`: when the sandbox had the call, by its own log. */
    async tag(bucket: string, value: string) {
      await admin('calls', 'DELETE');
      const tags = `TagSet=[{Key=${TAG},Value=${value}}]`;
      const times = await aws('s3api', 'put-bucket-tagging', '--bucket', bucket, '--tagging', tags);
      const { recent } = await admin<{ recent: { at: string; action: string }[] }>('calls');
      const call = recent.findLast(({ action }) => action === TAGGING);
      return { ...times, answered: Date.parse(call?.at ?? '') };
    },
    /** The delivery that `prepareInSandbox` made for this strategy. */
    async delivery(kind: StrategyName): Promise<Delivery> {
      const { deliveries } = await admin<{ deliveries: Delivery[] }>('deliveries');
      const made = deliveries.find((one) => one.kind === kind);
      if (!made) throw new Error(`The sandbox delivers nothing by ${kind}.`);
      return made;
    },
    stopDelivery: (id: string) => admin<null>(`deliveries/${id}`, 'DELETE'),
  };
}

export type Sandbox = ReturnType<typeof sandboxAt>;

const LOOK_MS = 100;
/** The worker's clock is the database's, as it last heard it. */
const CLOCKS_MS = 50;

/** Notes the moments at which a delivery delivered, by the sandbox's clock. */
export function watchDeliveries(sandbox: Sandbox, kind: StrategyName) {
  const moments = new Set<number>();
  const timer = setInterval(() => {
    sandbox.delivery(kind).then(
      ({ lastDeliveredAt }) => moments.add(Date.parse(lastDeliveredAt ?? '')),
      () => {},
    );
  }, LOOK_MS);
  return {
    /** The first one after it was answered brought it; NaN when none is known before it was received. */
    between: (answered: number, received: number): number =>
      [...moments].filter((at) => at >= answered - CLOCKS_MS && at <= received + CLOCKS_MS).sort((a, b) => a - b)[0] ??
      Number.NaN,
    stop: () => clearInterval(timer),
  };
}
