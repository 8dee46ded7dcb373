import type { Fix } from '@/lib/schemas/verification';
import type { AdmittedSubjects } from '@/lib/trust/audit/types';
import { spellings } from '@/lib/trust/diagnosis/fix';
import type { Diagnosis } from '@/lib/trust/diagnosis/types';
import { isObject } from '@/lib/trust/policy/parse-condition';

/**
 * The whole trust policy that lets in nobody but us, from what `diagnosis` pins: every other statement that lets
 * somebody in goes. Null when nothing could be pinned.
 */
export function closingFix(result: AdmittedSubjects, diagnosis: Diagnosis | null, roleArn: string): Fix | null {
  const [closest] = diagnosis?.statements ?? [];
  if (!diagnosis?.fix) return null;
  const { fix } = diagnosis;
  const letIn = new Set(result.entries.filter(({ isUs }) => !isUs).map(({ statementIndex }) => statementIndex));
  const doomed = [...letIn].filter((index) => index >= 0 && index !== closest?.index).sort((a, b) => a - b);
  const policy: unknown = JSON.parse(fix.json);
  if (doomed.length === 0 || !isObject(policy) || !Array.isArray(policy.Statement)) {
    return { text: fix.explanation, before: fix.before, after: fix.json, terraform: fix.terraform, cli: fix.cli };
  }
  const closed = { ...policy, Statement: policy.Statement.filter((_, index) => !doomed.includes(index)) };
  const names = doomed.map((index) => index + 1).join(' and ');
  const which =
    doomed.length === 1 ? `Statement ${names} lets others in and goes` : `Statements ${names} let others in and go`;
  const pinned = letIn.has(closest?.index ?? -1) ? `${fix.explanation} ` : '';
  return {
    text: `${pinned}${which}. Whoever needs this role for something else should have one of their own.`,
    before: fix.before,
    after: JSON.stringify(closed, null, 2),
    ...spellings(closed, roleArn),
  };
}
