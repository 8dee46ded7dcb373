import { describe, expect, it } from 'vitest';
import { judgeAttachedPolicy, levelOfAction } from './access-level';
import { TELLING_ACTIONS } from './telling-actions';

const document = (action: string | string[], more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*', ...more }],
});

describe('TELLING_ACTIONS', () => {
  it('names each action once, in few enough for one simulation', () => {
    const names = TELLING_ACTIONS.map(({ action }) => action);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeLessThanOrEqual(100);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
  });
});

describe('levelOfAction', () => {
  it.each([
    ['iam:ListUsers', 'metadata'],
    ['iam:get*', 'metadata'],
    ['iam:GenerateCredentialReport', 'metadata'],
    ['codebuild:BatchGetProjects', 'metadata'],
    ['s3:Get*', 'data'],
    ['dynamodb:BatchGetItem', 'data'],
    ['secretsmanager:GetSecretValue', 'data'],
    ['s3:GetObjectAcl', 'metadata'],
    ['acm-pca:IssueCertificate', 'write'],
    ['ses:VerifyEmailIdentity', 'write'],
    ['iam:G*', 'write'],
    ['ec2:RunInstances', 'write'],
    ['sqs:PurgeQueue', 'write'],
    ['iam:*', 'permissions'],
    ['*', 'admin'],
  ])('%s is %s', (action, level) => {
    expect(levelOfAction(action)).toBe(level);
  });
});

describe('judgeAttachedPolicy', () => {
  it.each([
    ['SecurityAudit', true],
    ['job-function/ViewOnlyAccess', true],
    ['ReadOnlyAccess', true],
    ['AmazonS3ReadOnlyAccess', false],
    ['AdministratorAccess', false],
  ])("judges AWS's %s", (suffix, acceptable) => {
    const arn = `arn:aws:iam::aws:policy/${suffix}`;
    expect(judgeAttachedPolicy({ name: suffix, arn }).acceptable).toBe(acceptable);
  });

  it("judges a customer's policy by its document, whatever its name", () => {
    const arn = 'arn:aws:iam::339712905844:policy/ReadOnlyAccess';
    const judge = (doc: unknown) => judgeAttachedPolicy({ name: 'ReadOnlyAccess', arn, document: doc });
    expect(judge(document(['iam:List*', 'iam:Get*']))).toMatchObject({ level: 'metadata', acceptable: true });
    expect(judge(document(['iam:List*', 'iam:PassRole']))).toMatchObject({ level: 'permissions', acceptable: false });
    expect(judge(document('x', { Action: undefined, NotAction: 'iam:*' }))).toMatchObject({ level: 'admin' });
    expect(judge('{')).toMatchObject({ level: 'admin', acceptable: false });
    expect(judge(undefined).acceptable).toBe(false);
  });
});
