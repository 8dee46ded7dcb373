import { expect, it } from 'vitest';
import { fakeContext } from '@/lib/events/strategies/testing/fake-clients';
import { Hold } from './hold';
import { misfitOf, placeOf } from './place';

const config = {
  queueURL: 'https://sqs.eu-west-1.amazonaws.com/586209417733/events',
  region: 'eu-west-1',
  accountID: '586209417733',
};
const messages = Array.from({ length: 23 }, (_, n) => ({ id: `m${n}`, handle: `h${n}`, body: '', sentAt: null }));
type Entries = { Id: string; ReceiptHandle: string }[];
const never = new AbortController().signal;
const stateOf = (closing = never) => ({ visibilityMs: 30_000, mayHide: true, closing });
const handles = (input: Record<string, unknown>) =>
  (input.Entries as Entries).map(({ ReceiptHandle }) => ReceiptHandle);

it('deletes in tens, tries again what SQS did not delete, and leaves the rest', async () => {
  const tries = new Map<string, number>();
  const { ctx, asked } = fakeContext((_region, _command, input) => {
    const Successful = (input.Entries as Entries).filter(({ ReceiptHandle }) => {
      tries.set(ReceiptHandle, (tries.get(ReceiptHandle) ?? 0) + 1);
      // One fails once, another always.
      return ReceiptHandle !== 'h7' && !(ReceiptHandle === 'h12' && tries.get(ReceiptHandle) === 1);
    });
    return { Successful, Failed: [] };
  });
  const hold = new Hold(ctx, config, stateOf(), messages);
  await hold.delete();
  expect(asked.map(({ input }) => handles(input).length)).toEqual([10, 10, 3, 2, 1]);
  expect([tries.get('h7'), tries.get('h12'), tries.get('h0')]).toEqual([3, 2, 1]);
  await hold.delete();
  expect(asked).toHaveLength(5);
});

it('gives back until that is refused once, and never throws for it', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
  const { ctx, asked } = fakeContext(() => {
    throw denied;
  });
  const state = stateOf();
  await new Hold(ctx, config, state, messages.slice(0, 3)).giveBack();
  expect(state.mayHide).toBe(false);
  await new Hold(ctx, config, state, messages).giveBack();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.input).toMatchObject({ Entries: [{ Id: '0', ReceiptHandle: 'h0', VisibilityTimeout: 0 }, {}, {}] });
  await expect(new Hold(ctx, config, state, messages).delete()).rejects.toBe(denied);
});

it('gives up deleting where the queue does not answer until the end', async () => {
  const closing = new AbortController();
  const { ctx, asked } = fakeContext((_region, _command, _input, signal) => {
    const refused = new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
    queueMicrotask(() => closing.abort(new Error('too late')));
    return refused;
  });
  await expect(new Hold(ctx, config, stateOf(closing.signal), messages.slice(0, 3)).delete()).rejects.toThrow(
    'too late',
  );
  expect(asked).toHaveLength(1);
});

it('does not delete what is left to come again', async () => {
  const { ctx, asked } = fakeContext((_region, _command, input) => ({ Successful: input.Entries }));
  const hold = new Hold(ctx, config, stateOf(), messages.slice(0, 3));
  hold.leave(new Set(['m1']));
  await hold.delete();
  expect(asked.map(({ input }) => handles(input))).toEqual([['h0', 'h2']]);
});

it('reads what a queue URL says', () => {
  const of = (queueURL: string, region = 'eu-west-1') => ({ ...config, queueURL, region });
  expect(placeOf(config)).toEqual({
    accountId: '586209417733',
    name: 'events',
    region: 'eu-west-1',
    arn: 'arn:aws:sqs:eu-west-1:586209417733:events',
  });
  expect(placeOf(of('https://queue.amazonaws.com/586209417733/x', 'us-east-1')).region).toBe('us-east-1');
  expect(placeOf(of('https://eu-west-1.queue.amazonaws.com/586209417733/x')).region).toBe('eu-west-1');
  expect(placeOf(of('https://sqs.cn-north-1.amazonaws.com.cn/586209417733/x', 'cn-north-1')).arn).toMatch(
    /^arn:aws-cn:/,
  );
  expect(misfitOf(of('http://127.0.0.1:4566/586209417733/x'))).toBeNull();
  expect(misfitOf(of('https://sqs.us-east-1.amazonaws.com/586209417733/x'))).toContain('us-east-1');
  expect(misfitOf(of('https://sqs.eu-west-1.amazonaws.com/111122223333/x'))).toContain('111122223333');
});
