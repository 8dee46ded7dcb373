// Writes lib/terraform/generated/files.ts: the constant files of deploy/ as strings, because the web's standalone
// output and the worker's bundle hold no such files. `--check` writes nothing and fails when it would change.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const target = new URL('lib/terraform/generated/files.ts', root);

const terraform = ['main.tf', 'permissions.tf', 'variables.tf', 'outputs.tf', 'provider.tf', 'versions.tf'];
const standard = ['main.tf', 'variables.tf', 'outputs.tf'];
const eventModules = {
  'event-rule': standard,
  'event-queue': standard,
  'event-trail': ['main.tf', 'bucket.tf', 'variables.tf', 'outputs.tf'],
  'event-access': standard,
  'event-key': standard,
};
const eventExamples = {
  'strategies/eventbridge': ['eventbridge.tf', 'key.tf'],
  quickstart: ['trail.tf'],
  'add-region': ['region.tf'],
  'strategies/sqs': ['sqs.tf', 'notice.tf'],
  'strategies/s3': ['s3.tf'],
  'strategies/kinesis': ['kinesis.tf', 'logs.tf'],
};
const shared = ['source.tf', 'trail-variables.tf', 'region.tf', 'provider.tf'];
const filesOf = (folders, root) =>
  Object.entries(folders).flatMap(([folder, names]) =>
    names.map((name) => [`events/${folder.split('/').at(-1)}/${name}`, `deploy/terraform/${root}/${folder}/${name}`]),
  );
const sources = [
  ...terraform.map((name) => [`terraform/${name}`, `deploy/terraform/examples/onboarding-wif/${name}`]),
  ['cloudformation/onboarding-wif.yaml', 'deploy/cloudformation/onboarding-wif.yaml'],
  ...filesOf(eventModules, 'modules'),
  ...filesOf(eventExamples, 'examples'),
  ...shared.map((name) => [`events/${name}`, `deploy/terraform/examples/shared/${name}`]),
  ['events/versions.tf', 'deploy/terraform/modules/scanner-role/versions.tf'],
];

const entries = sources.map(
  ([key, path]) => `  ${JSON.stringify(key)}:\n    ${JSON.stringify(readFileSync(new URL(path, root), 'utf8'))},\n`,
);
const text = `// Written by scripts/embed-deploy.mjs from deploy/. Do not edit.
export const deployFiles = {
${entries.join('')}} as const satisfies Record<string, string>;
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(`${fileURLToPath(target)} is out of date: run node scripts/embed-deploy.mjs`);
  process.exitCode = 1;
}
