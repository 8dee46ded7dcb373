import { COLLECTORS, collectorsOf, requiredActions } from '@/lib/collectors/registry';
import { COLLECTOR_SERVICES, type CollectorService } from '@/lib/schemas/collector-service';
import { minimalPolicy, policyParts } from '@/lib/terraform/minimal-policy';
import { code, page, table } from './markdown';

/** IAM's limit for a managed policy, white space not counted. */
const MANAGED_POLICY_CHARACTERS = 6144;

export function collectorsPage(): string {
  const parts = policyParts(minimalPolicy(requiredActions()), MANAGED_POLICY_CHARACTERS);
  return page(
    'Collectors',
    ['lib/collectors/registry.ts', 'lib/terraform/minimal-policy.ts'],
    [
      `${COLLECTORS.length} resource types, in the order in which a scan starts them.`,
      'Those of Cloud Control are the default list; `MOORING_CLOUD_CONTROL_TYPES` ([environment](environment.md)) changes it. Everything else is collected by calls of its own. Kept once per account (*global*), or in each region that the account has enabled (*regional*).',
      '**Needed**: without it the scope is not listed, and nothing in it is ever marked deleted. **Enriching**: denied, the scope is still complete and the resources say what is not known of them. **Events**: only used to read a single resource again after a CloudTrail event ([which](events.md)).',
      ...COLLECTOR_SERVICES.flatMap(serviceSection),
      '## The minimal policy',
      `What the permission set *minimal* of the wizard allows: every action above, once, ${requiredActions().length} in all. It is an inline policy of the role; the CloudFormation template takes it in up to three parameters. The five actions by which a role reads itself for verification are in a policy of their own in the [module](../../deploy/terraform/README.md).`,
      ...(parts.length > 1
        ? [
            `As managed policies of one's own, of at most ${MANAGED_POLICY_CHARACTERS.toLocaleString('en-US')} characters each, these are ${parts.length}:`,
          ]
        : []),
      ...parts.map((part) => ['```json', JSON.stringify(part, null, 2), '```'].join('\n')),
    ],
  );
}

/** One table a service: what each type needs, what makes it fuller, what only events need. */
function serviceSection(service: CollectorService): string[] {
  const collectors = collectorsOf(service);
  if (collectors.length === 0) return [];
  const actions = (some: readonly string[]) => some.map(code).join(' ') || '–';
  return [
    `## ${service}`,
    table(
      ['type', 'what', 'scope', 'needed', 'enriching', 'events'],
      collectors.map((one) => [
        code(one.type),
        one.title,
        one.scope,
        actions(one.actions),
        actions(one.enrichingActions),
        actions(one.readActions),
      ]),
    ),
  ];
}
