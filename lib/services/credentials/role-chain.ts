import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { AppError, type ErrorDetail } from '@/lib/errors/app-error';
import { parseRoleArn } from '@/lib/schemas/arn';
import type { roleHopSchema } from '@/lib/schemas/credential';

export type StoredHop = { roleArn: string; externalId: string };

/**
 * A chain as it is kept: ARNs parsed, and an External ID on every hop (DESIGN section 6): the one typed in, else the one
 * the role had in `before`, else a new one of ours. Throws `invalid_request` that names each bad ARN.
 */
export function roleChain(
  hops: readonly z.output<typeof roleHopSchema>[],
  before: readonly StoredHop[] = [],
): StoredHop[] {
  const details: ErrorDetail[] = [];
  const chain = hops.flatMap(({ roleArn, externalId }, index) => {
    const parsed = parseRoleArn(roleArn);
    if (!parsed.ok) {
      details.push({ path: `roleChain.${index}.roleArn`, ...parsed.problem });
      return [];
    }
    const { arn } = parsed.value;
    const known = before.find((hop) => hop.roleArn === arn)?.externalId;
    return [{ roleArn: arn, externalId: externalId ?? known ?? `mooring-${randomUUID()}` }];
  });
  const [first] = details;
  if (first) throw new AppError('invalid_request', `${first.path}: ${first.message}`, { details });
  const twice = chain.find((hop, index) => chain.findIndex(({ roleArn }) => roleArn === hop.roleArn) < index);
  if (twice) {
    throw new AppError('invalid_request', `${twice.roleArn} is in the chain twice; each role is assumed once.`, {
      details: [{ path: 'roleChain', message: 'A role is in the chain twice.' }],
    });
  }
  return chain;
}
