import { COLLECTORS, requiredActions } from '@/lib/collectors/registry';
import type { AnyCollector } from '@/lib/collectors/types';
import { minimalPolicy } from '@/lib/terraform/minimal-policy';
import { code, page, table } from './markdown';

export function collectorsPage(): string {
  return page(
    'Collectors',
    ['lib/collectors/registry.ts', 'lib/terraform/minimal-policy.ts'],
    [
      `${COLLECTORS.length} resource types, in the order in which a scan starts them.`,
      table(
        ['type', 'what', 'scope', 'CloudTrail events'],
        COLLECTORS.map(({ type, title, scope, events }) => [
          `[${code(type)}](#${anchorOf(type)})`,
          title,
          scope,
          String(events.length),
        ]),
      ),
      '**Needed**: without it the scope is not listed, and nothing in it is ever marked deleted. **Enriching**: denied, the scope is still complete and the resources say what is not known of them. **Events**: only used to read a single resource again after a CloudTrail event.',
      ...COLLECTORS.flatMap(section),
      '## The minimal policy',
      'What the permission set *minimal* of the wizard allows: every action above, once. The five actions by which a role reads itself for verification are in a policy of their own in the [module](../../deploy/terraform/README.md).',
      ['```json', JSON.stringify(minimalPolicy(requiredActions()), null, 2), '```'].join('\n'),
    ],
  );
}

function section(collector: AnyCollector): string[] {
  const { type, actions, enrichingActions, readActions, events } = collector;
  const kinds: [string, readonly string[]][] = [
    ['needed', actions],
    ['enriching', enrichingActions],
    ['events', readActions],
  ];
  const rows = kinds.filter(([, some]) => some.length > 0).map(([kind, some]) => [kind, some.map(code).join(', ')]);
  const trail = events.map(({ name, effect }) => (effect === 'delete' ? `${code(name)} (deletes)` : code(name)));
  return [
    `## ${type}`,
    table(['actions', ''], rows),
    trail.length > 0
      ? `CloudTrail: ${trail.join(', ')}.`
      : 'No CloudTrail event names it; scans alone see its changes.',
  ];
}

/** GitHub's id of a heading: lower case, punctuation dropped. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9 -]/g, '');
}
