import type { z } from 'zod';
import type { StateName } from '@/components/ui/states';
import { duration } from '@/lib/format/time';
import type {
  CHECK_STATES,
  connectionTestSchema,
  eventSourceDetailSchema,
  eventSourceSchema,
  QuarantineReason,
  quarantinedSchema,
  SOURCE_STATES,
  StrategyName,
  strategyViewSchema,
} from '@/lib/schemas/event-source';

export type EventSource = z.output<typeof eventSourceSchema>;
export type EventSourceDetail = z.output<typeof eventSourceDetailSchema>;
export type Shard = EventSourceDetail['shards'][number];
export type Quarantined = z.output<typeof quarantinedSchema>;
export type StrategyView = z.output<typeof strategyViewSchema>;
export type ConnectionTest = z.output<typeof connectionTestSchema>;
type SourceState = (typeof SOURCE_STATES)[number];

/** A source's state: which shape it has and its word. */
export const SOURCE_WORD = {
  consuming: { state: 'active', word: 'consuming' },
  starting: { state: 'waits', word: 'starting' },
  failing: { state: 'failing', word: 'failing' },
  paused: { state: 'paused', word: 'paused' },
  disabled: { state: 'inactive', word: 'disabled' },
  notAttached: { state: 'warning', word: 'not attached' },
  profileDisabled: { state: 'warning', word: 'profile disabled' },
} as const satisfies Record<SourceState, { state: StateName; word: string }>;

/** States in which nothing can arrive though somebody may expect it. */
export const SILENT: ReadonlySet<SourceState> = new Set(['notAttached', 'profileDisabled', 'failing', 'starting']);

/** As short as a column. */
export const STRATEGY_WORD = {
  eventbridge: 'EventBridge',
  sqs: 'S3 to SQS',
  s3: 'S3 polled',
  kinesis: 'Kinesis',
} as const satisfies Record<StrategyName, string>;

/** How far behind a source is. Less than a second is no delay that one could see. */
export const lagWord = (millis: number | null): string =>
  millis !== null && millis < 1000 ? '< 1 s' : duration(millis);

export const SHARD_WORD = {
  open: 'active',
  waiting: 'waits',
  finished: 'complete',
} as const satisfies Record<Shard['state'], StateName>;

export const CHECK_WORD = {
  ok: 'passed',
  failed: 'failed',
  warning: 'warning',
  skipped: 'skipped',
} as const satisfies Record<(typeof CHECK_STATES)[number], StateName>;

export const QUARANTINE_WORD = {
  not_json: 'not JSON',
  unknown_shape: 'unknown shape',
  truncated: 'cut off',
  not_gzip: 'not gzip',
  too_large: 'too large',
  bomb: 'unpacks to too much',
  field_too_large: 'a field is too large',
  object_missing: 'object is not there',
  wrong_bucket: 'not of this trail',
  forged_envelope: 'forged envelope',
  bad_record: 'bad record',
} as const satisfies Record<QuarantineReason, string>;
