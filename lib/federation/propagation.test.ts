import { describe, expect, test } from 'vitest';
import { AppError } from '@/lib/errors/app-error';
import { cachedCredentials } from './credential-cache';
import { type PropagationAttempt, withPropagationRetry } from './propagation';
import { stsFailureKind } from './sts-failure';
import type { AwsCredentials, StsFailureKind } from './types';

function failure(kind: StsFailureKind) {
  const detail = {
    operation: 'AssumeRoleWithWebIdentity',
    awsCode: 'X',
    message: 'no',
    httpStatus: 403,
    awsRequestId: null,
    kind,
  };
  return new AppError('upstream_refused', 'no', { details: [detail] });
}

function fakeTime() {
  let now = 0;
  const waiting: PropagationAttempt[] = [];
  const options = {
    clock: () => now,
    wait: async (ms: number) => {
      now += ms;
    },
    random: () => 0.5,
    onWaiting: (attempt: PropagationAttempt) => void waiting.push(attempt),
  };
  return { options, waiting, elapsed: () => now };
}

describe('waiting for IAM', () => {
  test('ends as soon as AWS knows the role, and reports each wait', async () => {
    const time = fakeTime();
    let calls = 0;
    const work = async () => {
      if (++calls < 4) throw failure('pending');
      return 'in';
    };
    expect(await withPropagationRetry(work, time.options)).toBe('in');
    expect(time.waiting.map(({ attempt, nextInMs }) => [attempt, nextInMs])).toEqual([
      [1, 750],
      [2, 1500],
      [3, 3000],
    ]);
  });

  test('stays within its budget and throws what AWS said last', async () => {
    const time = fakeTime();
    const last = failure('pending');
    await expect(withPropagationRetry(() => Promise.reject(last), time.options)).rejects.toBe(last);
    expect(time.elapsed()).toBeLessThanOrEqual(60_000);
    expect(time.elapsed()).toBeGreaterThan(45_000);
  });

  test.each(['token', 'request', 'refused'] as const)('a %s failure is not tried again', async (kind) => {
    let calls = 0;
    const work = () => {
      calls++;
      return Promise.reject(failure(kind));
    };
    await expect(withPropagationRetry(work, fakeTime().options)).rejects.toThrow();
    await expect(withPropagationRetry(() => Promise.reject(new Error('ours')), fakeTime().options)).rejects.toThrow(
      'ours',
    );
    expect(calls).toBe(1);
  });

  test('can be cancelled while waiting', async () => {
    const abort = new AbortController();
    const options = { signal: abort.signal, onWaiting: () => abort.abort() };
    await expect(withPropagationRetry(() => Promise.reject(failure('pending')), options)).rejects.toThrow(/abort/i);
  });
});

test.each([
  ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403, 'pending'],
  ['AccessDenied', 'User: x is not authorized to perform: sts:TagSession on resource: y', 403, 'refused'],
  ['InvalidIdentityToken', 'No OpenIDConnect provider found in your account for https://x', 400, 'pending'],
  ['InvalidIdentityToken', 'Incorrect token audience', 400, 'token'],
  [
    'InvalidIdentityToken',
    "Couldn't retrieve verification key from your identity provider,  please reference",
    400,
    'transient',
  ],
  ['ExpiredTokenException', 'Token expired: current date/time 2 must be before', 400, 'token'],
  ['InternalFailure', 'Unknown error validating third-party token', 500, 'token'],
  ['IDPCommunicationError', 'x', 400, 'transient'],
  ['Throttling', 'Rate exceeded', 400, 'transient'],
  ['ValidationError', 'Request ARN is invalid', 400, 'request'],
  ['RegionDisabledException', 'STS is not activated in this region', 403, 'refused'],
  ['InvalidClientTokenId', 'The security token included in the request is invalid.', 403, 'refused'],
  ['Whatever', 'x', 503, 'transient'],
])('%s "%s" (%d) is %s', (code, message, status, kind) => {
  expect(stsFailureKind(code, message, status)).toBe(kind);
});

describe('cached credentials', () => {
  const minutes = (count: number) => new Date(count * 60_000);
  const until = (count: number): AwsCredentials => ({
    accessKeyId: `A${count}`,
    secretAccessKey: 's',
    expiration: minutes(count),
  });

  test('many callers cost one exchange, and a new one comes before they expire', async () => {
    let now = minutes(0);
    let loads = 0;
    const source = cachedCredentials(async () => until(60 * ++loads), { now: () => now });
    await Promise.all([source(), source(), source()]);
    expect(loads).toBe(1);
    now = minutes(54);
    expect((await source()).accessKeyId).toBe('A60');
    now = minutes(55);
    expect((await source()).accessKeyId).toBe('A120');
    expect((await source({ forceRefresh: true })).accessKeyId).toBe('A180');
  });

  test('a failed refresh keeps what is valid, then fails', async () => {
    let now = minutes(0);
    let broken = false;
    const load = () => (broken ? Promise.reject(new Error('down')) : Promise.resolve(until(60)));
    const source = cachedCredentials(load, { now: () => now });
    await source();
    broken = true;
    now = minutes(58);
    expect((await source()).accessKeyId).toBe('A60');
    await expect(source({ forceRefresh: true })).rejects.toThrow('down');
    now = minutes(59.5);
    await expect(source()).rejects.toThrow('down');
  });
});
