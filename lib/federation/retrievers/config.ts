import { z } from 'zod';
import type { RetrieverKind } from '../types';

const absolutePath = z.string().max(1024).startsWith('/', 'Give an absolute path.');
const dnsLabel = z
  .string()
  .max(253)
  .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, 'Kubernetes names have lower-case letters, digits, dots and dashes.');

/** The config of each retriever kind. `none` without a profile is the SDK's default chain, with one the shared files alone. */
export const retrieverConfigSchemas = {
  none: z.strictObject({
    kind: z.literal('none'),
    profile: z.string().min(1).max(128).optional(),
  }),
  kube_sa_token: z.strictObject({
    kind: z.literal('kube_sa_token'),
    /** Absent = the cluster this process runs in. */
    kubeconfigPath: absolutePath.optional(),
    namespace: dnsLabel.max(63),
    serviceAccount: dnsLabel,
    audiences: z.array(z.string().min(1).max(512)).max(10),
    /** Seconds; the API server refuses less than 600. */
    durationSeconds: z.number().int().min(600).max(86_400).default(3600),
  }),
  token_file: z.strictObject({ kind: z.literal('token_file'), path: absolutePath }),
  mooring_issuer: z.strictObject({ kind: z.literal('mooring_issuer') }),
} as const satisfies Record<RetrieverKind, z.ZodType>;

export type RetrieverConfigs = { [K in RetrieverKind]: z.infer<(typeof retrieverConfigSchemas)[K]> };
export type RetrieverConfig = RetrieverConfigs[RetrieverKind];

export const retrieverConfigSchema = z.discriminatedUnion('kind', [
  retrieverConfigSchemas.none,
  retrieverConfigSchemas.kube_sa_token,
  retrieverConfigSchemas.token_file,
  retrieverConfigSchemas.mooring_issuer,
]);
