import type { Outbound, OutboundResponse } from '@/lib/net/outbound';

export const PROBE_CHECKS = [
  'url_shape',
  'resolves',
  'discovery',
  'issuer_equal',
  'jwks_uri',
  'keys',
  'signature',
  'latency',
  'certificate',
  'cacheable',
] as const;
export type ProbeCheckId = (typeof PROBE_CHECKS)[number];
export type ProbeStatus = 'running' | 'passed' | 'failed' | 'not_testable';

/** One line of the probe as the page shows it. `evidence` are public facts as read; `fix` is set when it failed. */
export type ProbeCheck = {
  id: ProbeCheckId;
  title: string;
  status: ProbeStatus;
  evidence: string[];
  fix: string | null;
  ms: number | null;
};

export type ProbeInput = {
  issuerUrl: string;
  outbound: Outbound;
  now: () => Date;
  /** Origins beside the issuer's own that may serve its keys. */
  jwksOrigins?: readonly string[];
  /** A token freshly made by this issuer, to verify against the keys it publishes. */
  token?: () => Promise<{ token: string; audience: string }>;
  signal?: AbortSignal;
};

/** What earlier checks learned. */
export type ProbeState = {
  discovery?: { response: OutboundResponse; document: Record<string, unknown> };
  jwks?: { response: OutboundResponse; keys: Record<string, unknown>[] };
};

export type ProbeOutcome = { status: Exclude<ProbeStatus, 'running'>; evidence: string[]; fix?: string };

/** `run` may add to `state`; it reports what it found and throws only what is our own defect. */
export type ProbeStep = {
  title: string;
  run(input: ProbeInput, state: ProbeState): Promise<ProbeOutcome> | ProbeOutcome;
};

export const passed = (...evidence: string[]): ProbeOutcome => ({ status: 'passed', evidence });
export const failed = (fix: string, ...evidence: string[]): ProbeOutcome => ({ status: 'failed', evidence, fix });
export const notTestable = (...evidence: string[]): ProbeOutcome => ({ status: 'not_testable', evidence });
