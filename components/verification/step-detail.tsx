import { type Clause as ClauseRow, ClauseTable } from '@/components/ui/clause-table';
import { FactList } from '@/components/verification/fact-list';
import { FixView } from '@/components/verification/fix-view';
import type { Clause, VerificationStep } from '@/lib/schemas/verification';

const RESULT_WORDS = {
  matches: 'matches',
  differs: 'does not match',
  missing: 'missing',
  matches_but_must_not: 'matches, must not',
} as const satisfies Record<Clause['result'], string>;

/** A condition key of a token without its issuer, "sub"; the whole key is its title. */
function shortClause(clause: string): string {
  return /\/.*:([\w-]+)$/.exec(clause)?.[1] ?? clause;
}

function toRow({ clause, operator, policySays, tokenHas, result }: Clause, index: number): ClauseRow {
  return {
    id: `${index} ${clause}`,
    clause: <span title={clause}>{shortClause(clause)}</span>,
    comparedBy: operator,
    wants: policySays || 'nothing',
    has: tokenHas || 'nothing',
    result: RESULT_WORDS[result],
    bad: result !== 'matches',
  };
}

/** What did not go well, in place: the reason, the policy clause by clause, what was seen, and the fix. */
export function StepDetail({ step }: { step: VerificationStep }) {
  const hints = step.clauses.flatMap(({ hint }) => (hint ? [hint] : []));
  const probe = step.group === 'must_be_refused';
  return (
    <>
      {step.reason ? <p className="max-w-[74ch] text-fg-2">{step.reason}</p> : null}
      {step.clauses.length > 0 ? (
        <ClauseTable
          caption={probe ? 'Trust policy compared with the probe’s token' : 'Trust policy compared with the token'}
          hasHead={probe ? 'Probe’s token has' : 'Token has'}
          clauses={step.clauses.map(toRow)}
        />
      ) : null}
      {hints.length > 0 ? (
        <ul className="grid max-w-[74ch] gap-1 text-12 text-fg-2">
          {[...new Set(hints)].map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      ) : null}
      {step.facts.length > 0 ? <FactList facts={step.facts} label={`${step.title}: what was seen`} /> : null}
      {step.fix ? <FixView fix={step.fix} of={step.title} /> : null}
    </>
  );
}
