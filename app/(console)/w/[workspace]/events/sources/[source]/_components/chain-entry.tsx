'use client';
import Link from 'next/link';
import type { z } from 'zod';
import { CopyButton } from '@/components/ui/copy-button';
import { inlineLinkClass } from '@/components/ui/link-class';
import { StateWord } from '@/components/ui/state-word';
import type { StateName } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { groupAccountId } from '@/lib/format/arn';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { completenessChainSchema } from '@/lib/schemas/event';
import { Disclosure } from '../../../../../../_components/disclosure';
import { useWorkspaceId } from '../../../../../../_components/session';

export type Chain = z.output<typeof completenessChainSchema>;

const STATE = {
  intact: { state: 'passed', word: 'intact' },
  broken: { state: 'failed', word: 'broken' },
  checking: { state: 'running', word: 'checking' },
  noDigests: { state: 'skipped', word: 'no digests' },
  denied: { state: 'denied', word: 'denied' },
} as const satisfies Record<Chain['state'], { state: StateName; word: string }>;

/** What a chain without a digest waits for. */
const MEANS = {
  intact: 'no digest yet',
  broken: 'no digest yet',
  checking: 'its first digest is awaited; CloudTrail writes one an hour',
  noDigests: 'the trail writes no digests: turn its log file validation on',
  denied: 'the integration’s role may not read the digests',
} as const satisfies Record<Chain['state'], string>;

const PROBLEM = {
  digestMissing: 'A digest is missing',
  digestAltered: 'A digest was altered',
  signatureInvalid: 'A signature does not fit',
  fileMissing: 'A log file is missing',
  fileAltered: 'A log file was altered',
  chainBroken: 'The chain is broken',
  keyUnknown: 'A signing key is not known',
} as const satisfies Record<Chain['problems'][number]['kind'], string>;

type Problem = Chain['problems'][number];

/** The chain of one account and region, and what is wrong with it: first what is open, the rest folded away. */
export function ChainEntry({ chain, names }: { chain: Chain; names: ReadonlyMap<string, string> }) {
  const { accountId, region, state, verifiedUntil, digests, files, problems, error } = chain;
  const look = STATE[state];
  const open = problems.filter(({ resolvedAt }) => resolvedAt === null);
  const settled = problems.filter(({ resolvedAt }) => resolvedAt !== null);
  return (
    <li className="grid gap-2 px-3 py-3 md:px-4">
      <div className="grid items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,280px)_112px_minmax(0,1fr)]">
        <span className="min-w-0 truncate" title={`${region}, ${accountId}`}>
          <span className="mono font-medium">{region}</span>{' '}
          <span className="text-fg-3">{names.get(accountId) ?? groupAccountId(accountId)}</span>
        </span>
        <span>
          <StateWord state={look.state}>{look.word}</StateWord>
        </span>
        <span className="text-fg-2">
          {digests === 0 ? (
            MEANS[state]
          ) : (
            <>
              {problems.length === 0 ? 'whole' : 'checked'} until <Time at={verifiedUntil} none="not known" />, by{' '}
              {plural(digests, 'digest')} over {plural(files, 'file')}
            </>
          )}
        </span>
      </div>
      {error ? <p className="text-fg-2 [overflow-wrap:anywhere]">{error}</p> : null}
      {open.map((problem) => (
        <ProblemNote key={problem.id} problem={problem} />
      ))}
      {settled.length > 0 ? (
        <Disclosure words={`${plural(settled.length, 'problem')} settled: the inventory is right again`}>
          {settled.map((problem) => (
            <ProblemNote key={problem.id} problem={problem} />
          ))}
        </Disclosure>
      ) : null}
    </li>
  );
}

function ProblemNote({ problem }: { problem: Problem }) {
  const workspace = useWorkspaceId();
  const { kind, objectKey, message, at, scanId, resolvedAt } = problem;
  return (
    <div
      data-tone={resolvedAt ? 'neutral' : 'danger'}
      className="grid gap-0.5 border-tone-line border-l-2 pl-3 text-13 text-fg"
    >
      <p>
        <span className="font-medium">{PROBLEM[kind]}.</span> {message} <Time at={at} className="text-12 text-fg-3" />
      </p>
      <p className="flex min-w-0 items-center gap-1">
        <span className="mono min-w-0 truncate text-fg-3" dir="rtl" title={objectKey}>
          <bdi>{objectKey}</bdi>
        </span>
        <CopyButton text={objectKey} label="Copy object key" size="xs" intent="ghost" />
      </p>
      <p className="text-12 text-fg-2">
        {scanId ? (
          <>
            <Link href={paths.scan(workspace, scanId)} className={inlineLinkClass}>
              A scan
            </Link>{' '}
            of this account and region {resolvedAt ? 'read everything anew' : 'reads everything anew'}.
          </>
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
  );
}
