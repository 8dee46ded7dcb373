import { classifyAwsError } from '@/lib/aws/errors';
import { coveredCollectors, requiredActions } from '@/lib/collectors/registry';
import { integrationOptionsSchema } from '@/lib/schemas/integration';
import { principalOf } from './caller-identity';
import { simulate } from './simulate';
import { advice, passed, type Step, skipped } from './step';

export const permissionsStep: Step = {
  key: 'permissions',
  async run({ facts, integration, signal }) {
    if (!facts.clients || !facts.callerArn) return skipped('There are no credentials to ask with.');
    const principal = principalOf(facts.callerArn, facts.roleArn);
    if (!principal) {
      return {
        state: 'not_testable',
        evidence: `${facts.callerArn} is neither a role nor a user, so IAM simulates nothing for it`,
      };
    }
    const { services } = integrationOptionsSchema.parse(integration.options);
    const collectors = coveredCollectors(services);
    const actions = requiredActions(collectors);
    let denied: Set<string>;
    try {
      const simulated = await simulate(facts.clients, principal.arn, actions, signal);
      denied = new Set(simulated.filter(({ allowed }) => !allowed).map(({ action }) => action.toLowerCase()));
    } catch (error) {
      const { code, message } = classifyAwsError(error);
      return {
        state: 'not_testable',
        evidence: `AWS said ${code}: ${message}`,
        reason: 'The permissions could not be simulated. A scan will show what is denied; nothing is removed then.',
        fix: advice(`Allow iam:SimulatePrincipalPolicy on ${principal.arn}, as the files do.`),
      };
    }
    if (denied.size === 0) return passed(`${actions.length} of ${actions.length} actions allowed, by simulation`);
    const lacking = actions.filter((action) => denied.has(action.toLowerCase())).sort();
    const gaps = collectors
      .map((collector) => ({
        title: collector.title,
        // A role that was made before a further type was configured is no reason to stay out.
        further: collector.service === 'cloudcontrol',
        needed: collector.actions.filter((action) => denied.has(action.toLowerCase())),
        enriching: collector.enrichingActions.filter((action) => denied.has(action.toLowerCase())),
      }))
      .filter(({ needed, enriching }) => needed.length + enriching.length > 0);
    const unlisted = gaps.filter(({ needed }) => needed.length > 0);
    const blocking = unlisted.some(({ further }) => !further);
    return {
      state: blocking ? 'failed' : 'warning',
      evidence: `${actions.length - denied.size} of ${actions.length} actions allowed, by simulation`,
      reason: blocking
        ? `${unlisted.length} collectors cannot list what they are for.`
        : unlisted.length > 0
          ? `${unlisted.length} further types, read through Cloud Control, will not be listed.`
          : 'Everything can be listed, but some details will be missing.',
      fix: advice(`Allow ${lacking.join(', ')}, or apply the files of this integration again: they allow all of it.`),
      facts: gaps.map(({ title, needed, enriching, further }) => ({
        label: title,
        value: [...needed, ...enriching].join(', '),
        tone: needed.length > 0 && !further ? 'bad' : 'warn',
      })),
    };
  },
};
