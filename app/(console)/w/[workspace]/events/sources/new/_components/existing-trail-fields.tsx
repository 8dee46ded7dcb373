'use client';
import { useQuery } from '@tanstack/react-query';
import { Field } from '@/components/form/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { read } from '@/lib/client/queries';
import type { StrategyName } from '@/lib/schemas/event-source';
import { useWorkspaceId } from '../../../../../../_components/session';
import { type ExistingTrail, TRAIL_FIELDS, trailOf } from './existing-trail';

const FIELDS = {
  bucket: { label: 'Bucket', help: 'That the trail writes its files to.', example: 'northquay-trail' },
  topic: {
    label: 'SNS topic',
    help: 'That the trail tells of each file. A trail without one: aws cloudtrail update-trail --sns-topic-name.',
    example: 'arn:aws:sns:eu-west-1:123456789012:trail',
  },
  prefix: {
    label: 'Prefix',
    help: 'What stands before the accounts’ folders, up to AWSLogs/.',
    example: 'AWSLogs/',
  },
  key: {
    label: 'KMS key',
    help: 'Only where the files are encrypted with a key of yours: the role may then decrypt with it.',
    example: 'arn:aws:kms:eu-west-1:123456789012:key/…',
  },
  group: {
    label: 'Log group',
    help: 'The CloudWatch Logs group that the trail writes to, in this region.',
    example: 'aws-cloudtrail-logs',
  },
} as const satisfies Record<keyof ExistingTrail, { label: string; help: string; example: string }>;

type Props = {
  strategy: StrategyName;
  accountId: string | null | undefined;
  value: ExistingTrail;
  onChange: (value: ExistingTrail) => void;
  /** A field was left, or a trail was chosen: now the files may follow. */
  onDone: (value: ExistingTrail) => void;
  problems: Readonly<Partial<Record<keyof ExistingTrail, string>>>;
};

/** A trail that is there: one of the inventory's fills the fields, or they are typed. */
export function ExistingTrailFields({ strategy, accountId, value, onChange, onDone, problems }: Props) {
  const workspaceId = useWorkspaceId();
  const { needed, more } = TRAIL_FIELDS[strategy];
  const { data } = useQuery({
    ...read('resources.list', {
      params: { workspaceId },
      query: { type: 'AWS::CloudTrail::Trail', account: accountId ?? undefined, include: 'attributes', pageSize: 100 },
    }),
    enabled: Boolean(accountId),
  });
  const trails = data?.resources ?? [];
  const field = (name: keyof ExistingTrail, optional: boolean) => {
    const { label, help, example } = FIELDS[name];
    return (
      <Field key={name} label={label} aside={optional ? 'optional' : undefined} help={help} error={problems[name]}>
        {(control) => (
          <Input
            {...control}
            mono
            value={value[name]}
            placeholder={example}
            onChange={({ currentTarget }) => onChange({ ...value, [name]: currentTarget.value })}
            onBlur={() => onDone({ ...value, [name]: value[name].trim() })}
          />
        )}
      </Field>
    );
  };
  return (
    <>
      {trails.length > 0 ? (
        <Field
          label="Trail"
          help="Those of the account that the inventory knows. The fields below are filled in from it."
        >
          {(control) => (
            <Select
              {...control}
              value={undefined}
              placeholder="Fill in from a trail"
              onChange={(uid) => onDone(trailOf(trails.find((trail) => trail.uid === uid)?.attributes))}
              options={trails.map(({ uid, name, region }) => ({ value: uid, label: name, hint: region }))}
            />
          )}
        </Field>
      ) : null}
      {needed.map((name) => field(name, false))}
      {more.map((name) => field(name, true))}
    </>
  );
}
