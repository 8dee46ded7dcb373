'use client';
import Link from 'next/link';
import type { z } from 'zod';
import { inlineLinkClass } from '@/components/ui/link-class';
import { StateWord } from '@/components/ui/state-word';
import type { StateName } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { groupAccountId } from '@/lib/format/arn';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { completenessChainSchema } from '@/lib/schemas/event';
import { useWorkspaceId } from '../../../../../../_components/session';

type Chain = z.output<typeof completenessChainSchema>;

const STATE = {
  intact: { state: 'passed', word: 'intact' },
  broken: { state: 'failed', word: 'broken' },
  checking: { state: 'running', word: 'checking' },
  noDigests: { state: 'skipped', word: 'no digests' },
  denied: { state: 'denied', word: 'denied' },
} as const satisfies Record<Chain['state'], { state: StateName; word: string }>;

const PROBLEM = {
  digestMissing: 'A digest is missing',
  digestAltered: 'A digest was altered',
  signatureInvalid: 'A signature does not fit',
  fileMissing: 'A log file is missing',
  fileAltered: 'A log file was altered',
  chainBroken: 'The chain is broken',
  keyUnknown: 'A signing key is not known',
} as const satisfies Record<Chain['problems'][number]['kind'], string>;

/** The chain of one account and region, and what is wrong with it. */
export function ChainEntry({ chain }: { chain: Chain }) {
  const workspace = useWorkspaceId();
  const { accountId, region, state, verifiedUntil, digests, files, problems, error } = chain;
  const look = STATE[state];
  return (
    <li className="grid gap-2 px-3 py-3 md:px-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="mono font-medium">
          {groupAccountId(accountId)} {region}
        </span>
        <StateWord state={look.state}>{look.word}</StateWord>
        <span className="text-fg-2">
          whole until <Time at={verifiedUntil} none="not known" />, by {plural(digests, 'digest')} over{' '}
          {plural(files, 'file')}
        </span>
      </div>
      {error ? <p className="text-fg-2 [overflow-wrap:anywhere]">{error}</p> : null}
      {problems.map(({ id, kind, objectKey, message, at, scanId, resolvedAt }) => (
        <div
          key={id}
          data-tone={resolvedAt ? 'neutral' : 'danger'}
          className="grid gap-0.5 border-tone-line border-l-2 pl-3"
        >
          <p>
            <span className="font-medium">{PROBLEM[kind]}.</span> {message}{' '}
            <Time at={at} className="text-12 text-fg-3" />
          </p>
          <p className="mono text-12 text-fg-3 [overflow-wrap:anywhere]">{objectKey}</p>
          <p className="text-12 text-fg-2">
            {scanId ? (
              <Link href={paths.scan(workspace, scanId)} className={inlineLinkClass}>
                The scan that followed
              </Link>
            ) : (
              'A scan of this account and region follows.'
            )}
            {resolvedAt ? (
              <>
                {' '}
                Settled <Time at={resolvedAt} />.
              </>
            ) : null}
          </p>
        </div>
      ))}
    </li>
  );
}
