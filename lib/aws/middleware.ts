import type { MiddlewareStack } from '@smithy/types';
import { iamAction } from './actions';
import type { CallBudget, CallObserver } from './calls';
import type { RenewableCredentials } from './credentials';
import type { AwsService } from './endpoints';
import { classifyAwsError } from './errors';

/** Any SDK v3 client: its stack is invariant in the service's own types, which the middleware here never looks at. */
export type Instrumented = { middlewareStack: Pick<MiddlewareStack<never, never>, 'identify'> };

export type Instruments = {
  budget?: CallBudget;
  observer?: CallObserver;
  signal?: AbortSignal;
  renewal?: RenewableCredentials;
};

/**
 * Hooks one client: each attempt (retries too) waits for the budget, is timed and is told to the observer.
 */
export function instrument(client: Instrumented, service: AwsService, instruments: Instruments): void {
  const { budget, observer, signal, renewal } = instruments;
  const stack = client.middlewareStack as unknown as MiddlewareStack<object, object>;
  stack.add(
    (next, context) => async (args) => {
      signal?.throwIfAborted();
      await budget?.acquire(signal);
      const action = iamAction(service, String(context.commandName ?? 'Unknown').replace(/Command$/, ''));
      const startedAt = performance.now();
      const tell = (outcome: 'ok' | 'throttled' | 'error') =>
        observer?.({ service, action, ms: performance.now() - startedAt, outcome });
      try {
        const answer = await next(args);
        tell('ok');
        return answer;
      } catch (error) {
        const { kind } = classifyAwsError(error);
        if (kind === 'throttled') budget?.throttled();
        // "There is none" is an answer, not a trouble: an account without a password policy says it in every scan.
        tell(kind === 'throttled' ? 'throttled' : kind === 'notFound' ? 'ok' : 'error');
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'mooringCallMiddleware', override: true },
  );
  if (renewal) {
    // Above the retries: the SDK resolves the identity once for all attempts of a command.
    stack.add(
      (next) => async (args) => {
        const { generation } = renewal;
        try {
          return await next(args);
        } catch (error) {
          if (classifyAwsError(error).kind !== 'expired' || !renewal.renew(generation)) throw error;
          return next(args);
        }
      },
      { step: 'initialize', priority: 'high', name: 'mooringRenewalMiddleware', override: true },
    );
  }
}
