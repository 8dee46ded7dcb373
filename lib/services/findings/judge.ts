import { v7 as uuidv7 } from 'uuid';
import { type FindingRow, fixFindings, openFindings } from '@/lib/db/bulk/findings';
import type { Transaction } from '@/lib/db/transaction';
import { rulesOfType } from '@/lib/findings/registry';
import type { Facts, Verdict } from '@/lib/findings/types';
import type { RuleId } from '@/lib/schemas/finding';
import { factsFor } from './facts';
import type { Subject } from './subject';

/**
 * Makes the findings of these resources what the rules say now (epoch ms). At most four statements whatever their
 * number, and none for types that no rule looks at. What a rule cannot know stays as it was.
 */
export async function judgeResources(
  tx: Transaction,
  workspaceId: string,
  resources: readonly Subject[],
  now: number,
): Promise<void> {
  const judged = resources.filter(({ type }) => rulesOfType(type).length > 0);
  if (judged.length === 0) return;
  const { opened, ended } = judge(judged, await factsFor(tx, workspaceId, judged, now));
  await openFindings(tx, workspaceId, opened, now);
  await fixFindings(tx, workspaceId, ended, now);
}

function judge(resources: readonly Subject[], facts: Facts) {
  const opened: FindingRow[] = [];
  const ended: { uid: string; rule: RuleId }[] = [];
  for (const resource of resources) {
    for (const rule of rulesOfType(resource.type)) {
      const verdict = rule.judge(resource, facts);
      if (verdict === 'unknown') continue;
      if (verdict !== null) opened.push(rowOf(resource, rule.id, verdict));
      else if (!resource.isNew) ended.push({ uid: resource.uid, rule: rule.id });
    }
  }
  return { opened, ended };
}

function rowOf(resource: Subject, rule: RuleId, { severity, evidence }: Verdict): FindingRow {
  const { uid, id, arn, name, type, accountId, region, tags } = resource;
  const words = [name, ...(arn ? [arn] : []), ...(id === name || id === arn ? [] : [id]), evidence.text];
  // One line a field, as the inventory has it: a short search asks for the beginning of a line.
  const searchText = words
    .map((word) => `\n${word}`)
    .join('')
    .toLowerCase();
  return { id: uuidv7(), rule, uid, type, accountId, region, tags, severity, evidence, searchText };
}
