import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { CONFIG_SCHEMAS, STRATEGIES } from '@/lib/schemas/event-source';
import { EVENT_EXAMPLES, type EventExample, EXAMPLE_FILES, EXAMPLE_FOLDERS } from './event-source-files';
import { type EventSourceInput, renderEventSource, zipEventSource } from './event-sources';
import { VALUES_FILE } from './files';
import { deployFiles } from './generated/files';

const EXAMPLES = new URL('../../deploy/terraform/examples/', import.meta.url).pathname;
const anInput = (change: Partial<EventSourceInput> = {}): EventSourceInput => ({
  strategy: 'eventbridge',
  region: 'eu-west-1',
  accountId: '339712905844',
  ...change,
});
const FULL = {
  roleName: 'mooring-scanner-9c0e5f21',
  organizationId: 'o-a1b2c3d4e5',
  encryption: 'kms',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:339712905844:key/0b0d2d6e-5f1a-4b7e-9a55-6f1f5f9b2c11',
  includeReadEvents: false,
  tags: { team: 'platform' },
} satisfies Partial<EventSourceInput>;
const THEIRS = {
  bucketName: 'northquay-trail',
  prefix: 'org/AWSLogs/',
  topicArn: 'arn:aws:sns:eu-west-1:339712905844:trail',
};
/** What is there already, of the strategies that can fit to it. */
const EXISTING: Partial<Record<EventExample, Partial<EventSourceInput>>> = {
  sqs: { existingTrail: { ...THEIRS, kmsKeyArn: FULL.kmsKeyArn } },
  s3: { existingTrail: { ...THEIRS, kmsKeyArn: FULL.kmsKeyArn } },
  kinesis: { existingLogGroup: 'aws-cloudtrail-logs' },
};
const inputOf = (example: (typeof EVENT_EXAMPLES)[number], change: Partial<EventSourceInput> = {}) =>
  example === 'quickstart' || example === 'add-region'
    ? anInput({ layout: example, ...change })
    : anInput({ strategy: example, ...change });
const valuesOf = (input: EventSourceInput): Record<string, unknown> =>
  JSON.parse(renderEventSource(input).files.find(({ path }) => path === VALUES_FILE)?.text ?? '');

/** Every file below a folder, links followed, without what `terraform init` leaves. */
function filesBelow(folder: string, base = ''): string[] {
  return readdirSync(join(folder, base))
    .filter((name) => !name.startsWith('.terraform') && !name.includes('tfstate'))
    .flatMap((name) => {
      const path = join(base, name);
      return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
    });
}

describe('renderEventSource', () => {
  it.each(EVENT_EXAMPLES)('has every file of the example as it is, and the values: %s', (example) => {
    const folder = join(EXAMPLES, EXAMPLE_FOLDERS[example]);
    const rendered = renderEventSource(inputOf(example, FULL)).files.filter(({ path }) => path !== VALUES_FILE);
    expect(rendered.map(({ path }) => path).sort()).toEqual(filesBelow(folder).sort());
    for (const { path, text } of rendered) expect(text, path).toBe(readFileSync(join(folder, path), 'utf8'));
  });

  it.each(EVENT_EXAMPLES)('holds every module that it calls: %s', (example) => {
    const paths = EXAMPLE_FILES[example].map(({ path }) => path);
    const called = EXAMPLE_FILES[example].flatMap(({ key }) =>
      [...deployFiles[key].matchAll(/source = "\.\/(modules\/[a-z-]+)"/g)].map((match) => match[1]),
    );
    const held = paths.filter((path) => path.startsWith('modules/')).map((path) => path.split('/', 2).join('/'));
    expect(new Set(held)).toEqual(new Set(called));
  });

  it.each(EVENT_EXAMPLES)('sets only variables that the example declares: %s', (example) => {
    const declared = EXAMPLE_FILES[example]
      .filter(({ path }) => !path.startsWith('modules/'))
      .flatMap(({ key }) => [...deployFiles[key].matchAll(/^variable "(\w+)"/gm)].map((match) => match[1]));
    const values = valuesOf(inputOf(example, { ...FULL, ...EXISTING[example] }));
    expect(declared).toEqual(expect.arrayContaining(Object.keys(values)));
  });

  it('explains every file and gives none twice', () => {
    for (const example of EVENT_EXAMPLES) {
      const { files } = renderEventSource(inputOf(example));
      expect(files.every(({ explanation }) => explanation.endsWith('.'))).toBe(true);
      expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    }
  });

  it.each(STRATEGIES)('says a config that the form takes: %s', (strategy) => {
    const { config } = renderEventSource(anInput({ strategy }));
    expect(CONFIG_SCHEMAS[strategy].parse(config)).toEqual(config);
  });

  it('checks with the patterns of the variables', () => {
    const { text } = renderEventSource(anInput()).files.find(({ path }) => path === 'source.tf') ?? { text: '' };
    expect(text).toContain('^[a-z0-9]([a-z0-9-]{1,28})[a-z0-9]$');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text itself is what Terraform would interpret
    for (const name of ['a', 'Mooring', '-a-', 'x'.repeat(31), 'a${b}', 'a"b'])
      expect(() => renderEventSource(anInput({ name })), name).toThrow(/name/);
    // The longest name, with the longest region, is still a bucket's.
    const { config } = renderEventSource(anInput({ strategy: 's3', name: 'x'.repeat(30), region: 'ap-southeast-1' }));
    expect('bucketName' in config ? config.bucketName.length : 0).toBeLessThanOrEqual(63);
  });

  it('fits to a trail that is there: its bucket in the values, the config and the policy, its key only to decrypt', () => {
    const kmsKeyArn = FULL.kmsKeyArn;
    const s3 = renderEventSource(anInput({ strategy: 's3', existingTrail: { ...THEIRS, kmsKeyArn } }));
    expect(s3.config).toMatchObject({ bucketName: 'northquay-trail', prefix: 'org/AWSLogs/' });
    expect(JSON.stringify(s3.readPolicy)).toContain('arn:aws:s3:::northquay-trail/org/AWSLogs/*');
    expect(s3.readPolicy.Statement.at(-1)).toMatchObject({ Action: ['kms:Decrypt'], Resource: [kmsKeyArn] });
    expect(valuesOf(anInput({ strategy: 's3', existingTrail: THEIRS })).existing_trail).toEqual({
      bucket_name: 'northquay-trail',
      prefix: 'org/AWSLogs/',
    });
    const sqs = anInput({ strategy: 'sqs', existingTrail: THEIRS });
    expect(valuesOf(sqs).existing_trail).toMatchObject({ topic_arn: THEIRS.topicArn });
    expect(JSON.stringify(renderEventSource(sqs).readPolicy)).toContain('arn:aws:s3:::northquay-trail/org/AWSLogs/*');
    expect(valuesOf(anInput({ strategy: 'kinesis', existingLogGroup: 'trail' })).existing_log_group_name).toBe('trail');
  });

  it.each([
    ['sqs', { bucketName: 'northquay-trail' }, /topic/],
    ['sqs', { ...THEIRS, prefix: 'org/' }, /prefix/],
    ['s3', { ...THEIRS, bucketName: 'North Quay' }, /bucketName/],
    ['eventbridge', THEIRS, /existingTrail/],
    ['kinesis', THEIRS, /existingTrail/],
  ] as const)('refuses a trail that does not fit: %s', (strategy, existingTrail, field) => {
    expect(() => renderEventSource(anInput({ strategy, existingTrail }))).toThrow(field);
    expect(() => renderEventSource(anInput({ strategy: 's3', existingLogGroup: 'trail' }))).toThrow(/existingLogGroup/);
  });

  it('has another region and a quickstart for eventbridge alone', () => {
    expect(() => renderEventSource(anInput({ strategy: 's3', layout: 'quickstart' }))).toThrow(/layout/);
  });

  it('gives the commands, and the same archive each time', () => {
    const rendered = renderEventSource(anInput({ layout: 'quickstart' }), 'tofu');
    expect(rendered.commands).toEqual([
      'unzip mooring-events-quickstart-eu-west-1.zip',
      'cd mooring-events-quickstart-eu-west-1',
      'tofu init',
      'tofu apply',
      'tofu output -raw event_source_config',
    ]);
    const bytes = zipEventSource(rendered);
    expect(zipEventSource(renderEventSource(anInput({ layout: 'quickstart' })))).toEqual(bytes);
    const values = unzipSync(bytes)[`mooring-events-quickstart-eu-west-1/${VALUES_FILE}`] ?? new Uint8Array();
    expect(JSON.parse(strFromU8(values))).toEqual({
      region: 'eu-west-1',
      account_id: '339712905844',
      name: 'mooring-events',
    });
  });
});
