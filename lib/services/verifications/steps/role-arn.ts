import { parseRoleArn } from '@/lib/schemas/arn';
import { advice, passed, type Step, skipped } from './step';

export const roleArnStep: Step = {
  key: 'role_arn',
  async run({ facts, integration }) {
    if (facts.roleArn === null) return skipped('No role: the identity of the host is used as it is.');
    const parsed = parseRoleArn(facts.roleArn);
    if (!parsed.ok) {
      return {
        state: 'failed',
        evidence: facts.roleArn,
        reason: parsed.problem.message,
        fix: advice(parsed.problem.suggestion ?? 'Copy it from terraform output -raw role_arn.'),
      };
    }
    facts.accountId = parsed.value.accountId;
    facts.roleName = parsed.value.name;
    if (integration.roleName && parsed.value.name !== integration.roleName) {
      return {
        state: 'warning',
        evidence: facts.roleArn,
        reason: `The files made for this integration name the role ${integration.roleName}; this is ${parsed.value.name}.`,
        fix: advice('If the name was changed on purpose, go on: what the role lets in is checked below.'),
      };
    }
    return passed(facts.roleArn);
  },
};
