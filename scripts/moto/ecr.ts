import { type MotoService, names, printed } from './service';

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'pull', Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
});
const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 3 },
      action: { type: 'expire' },
    },
  ],
});

export const ecr: MotoService = {
  async fill(place, many) {
    const { aws } = place;
    for (const [index, name] of names(Math.min(many, 110), place).entries()) {
      const repository = ['--repository-name', `team/${name}`];
      await aws('ecr', 'create-repository', ...repository, '--tags', 'Key=from,Value=moto');
      if (index % 3 > 0) continue;
      await aws('ecr', 'set-repository-policy', ...repository, '--policy-text', POLICY);
      await aws('ecr', 'put-lifecycle-policy', ...repository, '--lifecycle-policy-text', LIFECYCLE);
    }
  },
  lists: { 'AWS::ECR::Repository': printed('ecr', 'describe-repositories', 'repositories[].repositoryArn') },
};
