import { describe, expect, it } from 'vitest';
import { explainTerraform, plannedCount } from './explain';
import { BLOCKS } from './explain-texts';
import { TERRAFORM_FILES } from './files';
import { deployFiles } from './generated/files';
import { onboardingInputSchema } from './input';
import { minimalPolicy } from './minimal-policy';
import { anOnboarding } from './testing/onboarding';

const input = onboardingInputSchema.parse(anOnboarding());

describe('explainTerraform', () => {
  it('names lines that are exactly the block', () => {
    explainTerraform(input).forEach((explanation, index) => {
      const block = BLOCKS[index];
      const lines = deployFiles[`terraform/${block?.path ?? 'main.tf'}`].split('\n');
      const range = lines.slice(explanation.fromLine - 1, explanation.toLine);
      expect(range[0]).toBe(`${block?.header} {`);
      expect(range.at(-1)).toBe('}');
      expect(range.slice(1, -1).every((line) => line === '' || line.startsWith('  '))).toBe(true);
    });
  });

  it('leaves no resource, policy or provider unexplained', () => {
    const told = new Set(BLOCKS.map((block) => `${block.path} ${block.header}`));
    // The partition is a fact about the region, not a decision.
    const obvious = 'main.tf data "aws_partition" "current"';
    for (const path of TERRAFORM_FILES) {
      const headers = deployFiles[`terraform/${path}`].match(/^(resource|data|provider) .*(?= \{$)/gm) ?? [];
      for (const header of headers) expect([...told, obvious]).toContain(`${path} ${header}`);
    }
  });

  it('says that a namespace subject lets in more than one caller', () => {
    const wide = onboardingInputSchema.parse(anOnboarding({ subject: 'system:serviceaccount:mooring:*' }));
    const text = (of: typeof input) =>
      explainTerraform(of).find((each) => each.address === 'data.aws_iam_policy_document.trust')?.text;
    expect(text(wide)).toContain('every workload of that namespace');
    expect(text(input)).toContain('no wildcard');
  });

  it('counts what is made: provider, role, two attachments, its own policy', () => {
    expect(plannedCount(input)).toBe(5);
  });

  it('names what is allowed beside AWS’s two policies, and counts it', () => {
    const more = onboardingInputSchema.parse(anOnboarding({ supplementPolicy: minimalPolicy(['glue:GetJob']) }));
    const supplement = (of: typeof input) =>
      explainTerraform(of).find((each) => each.address === 'aws_iam_role_policy.supplement');
    expect(supplement(more)).toMatchObject({ creates: 1, text: expect.stringContaining('Allows glue:GetJob by name') });
    expect(supplement(input)).toMatchObject({ creates: 0, text: expect.stringMatching(/^Not made: SecurityAudit/) });
    expect(plannedCount(more)).toBe(6);
  });
});
