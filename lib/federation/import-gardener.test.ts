import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGoDuration } from './gardener/duration';
import { parseGardenerCredentials } from './import-gardener';

const whole = `
version: v1alpha1
aws:
  region: eu-central-1
  services:
    ec2:
      use_credentials: [host, cluster]
    s3:
      use_credentials:
        - cluster
        - file
  credentials:
    host:
      token_retriever: none
    cluster:
      token_retriever: kube_sa_token
      kube_sa_token:
        kubeconfig: /etc/mooring/identities/kubeconfig
        namespace: tools
        service_account: reader
        duration: 30m
        audiences: [sts.example]
        role_arn: arn:aws:iam::339712905844:role/inventory
        role_session_name: tools-reader
    file:
      token_retriever: token_file
      token_file:
        path: /var/run/identity/token
        role_arn: arn:aws-cn:iam::586209417733:role/path/inventory
`;

/** The file with one line changed or removed. */
const changed = (from: string, to: string) => {
  expect(whole).toContain(from);
  return parseGardenerCredentials(whole.replace(from, to));
};

describe('a Gardener Inventory file', () => {
  test('becomes one draft for each credential, with the services that use it', () => {
    const { drafts, problems, notes, region } = parseGardenerCredentials(whole);
    expect({ problems, notes, region }).toEqual({ problems: [], notes: [], region: 'eu-central-1' });
    expect(drafts).toEqual([
      {
        name: 'host',
        retriever: { kind: 'none' },
        roleArn: null,
        sessionName: null,
        durationSeconds: null,
        services: ['ec2'],
        line: 13,
      },
      {
        name: 'cluster',
        retriever: {
          kind: 'kube_sa_token',
          kubeconfigPath: '/etc/mooring/identities/kubeconfig',
          namespace: 'tools',
          serviceAccount: 'reader',
          audiences: ['sts.example'],
          durationSeconds: 1800,
        },
        roleArn: 'arn:aws:iam::339712905844:role/inventory',
        sessionName: 'tools-reader',
        durationSeconds: 1800,
        services: ['ec2', 's3'],
        line: 15,
      },
      {
        name: 'file',
        retriever: { kind: 'token_file', path: '/var/run/identity/token' },
        roleArn: 'arn:aws-cn:iam::586209417733:role/path/inventory',
        sessionName: null,
        durationSeconds: null,
        services: ['s3'],
        line: 25,
      },
    ]);
  });

  test('without a version is read with a note', () => {
    expect(changed('version: v1alpha1\n', '').notes).toEqual(['The file has no version; it is read as v1alpha1.']);
  });

  test('an empty kubeconfig means the own cluster', () => {
    const { drafts, problems } = changed('kubeconfig: /etc/mooring/identities/kubeconfig', 'kubeconfig: ""');
    expect(problems).toEqual([]);
    expect(drafts[1]?.retriever).not.toHaveProperty('kubeconfigPath', expect.anything());
  });

  test.each([
    ['namespace: tools', '', 'aws.credentials.cluster.kube_sa_token.namespace', 18, /namespace is required/],
    ['namespace: tools', 'namespace: Tools', 'aws.credentials.cluster.kube_sa_token.namespace', 19, /lower-case/],
    ['339712905844', '3397129058', 'aws.credentials.cluster.kube_sa_token.role_arn', 23, /has 10 digits.*have 12/],
    [
      'arn:aws-cn:iam::586209417733:role/path/inventory',
      '',
      'aws.credentials.file.token_file.role_arn',
      29,
      /required/,
    ],
    ['30m', '5m', 'aws.credentials.cluster.kube_sa_token.duration', 21, /15m to 12h/],
    ['30m', 'soon', 'aws.credentials.cluster.kube_sa_token.duration', 21, /not a duration/],
    ['tools-reader', 'a/b', 'aws.credentials.cluster.kube_sa_token.role_session_name', 24, /2-64/],
    ['/var/run/identity/token', 'token', 'aws.credentials.file.token_file.path', 28, /absolute/],
    ['token_retriever: none', 'token_retriever: magic', 'aws.credentials.host.token_retriever', 14, /"magic" is not/],
    ['      token_file:\n', '      tokenfile:\n', 'aws.credentials.file', 26, /needs a section/],
    ['- file', '- fiel', 'aws.services.s3.use_credentials', 9, /no credential "fiel"/],
    ['[host, cluster]', '[]', 'aws.services.ec2', 6, /at least one credential/],
    ['[sts.example]', 'sts.example', 'aws.credentials.cluster.kube_sa_token.audiences', 22, /must be a list/],
    ['v1alpha1', 'v2', 'version', 2, /not known/],
    ['    file:\n', '    host:\n', '', 25, /not valid YAML/],
  ])('%s -> %s is named with its place', (from, to, path, line, message) => {
    const { problems } = changed(from, to);
    expect(problems).toContainEqual({ path, line, message: expect.stringMatching(message) });
  });

  test('one bad credential does not hide the others', () => {
    expect(changed('namespace: tools', 'namespace: ""').drafts.map(({ name }) => name)).toEqual(['host', 'file']);
  });

  test('any text gives drafts or problems, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => whole.replace('tools', text)),
        ),
        (text) => {
          const { drafts, problems } = parseGardenerCredentials(text);
          expect(drafts.length + problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

test.each([
  ['30m', 1800],
  ['1h30m', 5400],
  ['900s', 900],
  ['', null],
  ['30', null],
  ['-1h', null],
  ['1.5h', null],
])('the Go duration %s is %s seconds', (text, seconds) => {
  expect(parseGoDuration(text)).toBe(seconds);
});
