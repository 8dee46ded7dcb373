import { RULES } from '@/lib/findings/registry';
import { RISKY_PORTS } from '@/lib/findings/risky-ports';
import { RULE_IDS } from '@/lib/schemas/finding';
import { code, page, table } from './markdown';

export function findingsPage(): string {
  return page(
    'Findings',
    ['lib/findings/registry.ts', 'lib/findings/risky-ports.ts'],
    [
      `${RULE_IDS.length} rules. Each holds or does not hold for a resource; what was not read neither opens nor closes a finding.`,
      table(
        ['rule', 'what', 'types'],
        RULE_IDS.map((id) => [`[${code(id)}](#${id})`, RULES[id].title, RULES[id].types.map(code).join(', ')]),
      ),
      ...RULE_IDS.flatMap((id) => [
        `## ${id}`,
        `**Holds when:** ${RULES[id].holds}`,
        `**Why it matters:** ${RULES[id].why}`,
      ]),
      '## Risky ports',
      table(
        ['port', 'what', 'kind'],
        RISKY_PORTS.map(({ port, name, level }) => [String(port), name, level === 'admin' ? 'administration' : 'data']),
      ),
    ],
  );
}
