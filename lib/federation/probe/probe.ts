import { isAppError } from '@/lib/errors/app-error';
import { discovery, issuerEqual, resolves, urlShape } from './discovery-steps';
import { jwksUri, keys, signature } from './key-steps';
import { cacheable, certificate, latency } from './service-steps';
import {
  failed,
  PROBE_CHECKS,
  type ProbeCheck,
  type ProbeCheckId,
  type ProbeInput,
  type ProbeState,
  type ProbeStep,
} from './types';

const STEPS = {
  url_shape: urlShape,
  resolves,
  discovery,
  issuer_equal: issuerEqual,
  jwks_uri: jwksUri,
  keys,
  signature,
  latency,
  certificate,
  cacheable,
} as const satisfies Record<ProbeCheckId, ProbeStep>;

/**
 * Looks at an issuer the way AWS does: from outside, through its public URL. `onUpdate` is told when a check starts
 * (`running`) and when it is done; the finished checks are returned in order. A check that needs what an earlier one
 * could not get is `not_testable`. Throws only when cancelled.
 */
export async function probeIssuer(input: ProbeInput, onUpdate?: (check: ProbeCheck) => void): Promise<ProbeCheck[]> {
  const state: ProbeState = {};
  const checks: ProbeCheck[] = [];
  for (const id of PROBE_CHECKS) {
    input.signal?.throwIfAborted();
    const { title, run } = STEPS[id];
    onUpdate?.({ id, title, status: 'running', evidence: [], fix: null, ms: null });
    const started = performance.now();
    const outcome = await attempt(() => run(input, state));
    const ms = Math.round(performance.now() - started);
    const check = { id, title, status: outcome.status, evidence: outcome.evidence, fix: outcome.fix ?? null, ms };
    checks.push(check);
    onUpdate?.(check);
  }
  return checks;
}

async function attempt(run: () => ReturnType<ProbeStep['run']>) {
  try {
    return await run();
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return failed('Correct this, then probe again.', error.message);
  }
}
