/**
 * What is read of one delivery at most. CloudTrail's own: a log file has at most 50 MB compressed ("Quotas in AWS
 * CloudTrail"), an event 256 KB, since 2026 up to 1 MB through EventBridge. What is more is not CloudTrail's.
 */
export type DecodeLimits = {
  compressedBytes: number;
  inflatedBytes: number;
  /** Inflated by compressed; deflate ends at 1,032. Below `ratioFloorBytes` a ratio says nothing. */
  ratio: number;
  ratioFloorBytes: number;
  records: number;
  recordBytes: number;
  depth: number;
  /** Of all that is parsed, and of one record: about 60 bytes of memory each. */
  values: number;
  recordValues: number;
  /** Of a text that has to be parsed in one piece. */
  wholeBytes: number;
};

export const LOG_FILE_LIMITS: DecodeLimits = {
  compressedBytes: 64 * 1024 * 1024,
  inflatedBytes: 256 * 1024 * 1024,
  ratio: 200,
  ratioFloorBytes: 16 * 1024 * 1024,
  records: 500_000,
  recordBytes: 1024 * 1024,
  depth: 100,
  values: 5_000_000,
  recordValues: 200_000,
  wholeBytes: 96 * 1024 * 1024,
};

/** A Kinesis record has at most 10 MB; CloudWatch Logs fills 1 MB at most. Escaping up to doubles a record. */
export const STREAM_LIMITS: DecodeLimits = {
  ...LOG_FILE_LIMITS,
  compressedBytes: 10 * 1024 * 1024,
  inflatedBytes: 64 * 1024 * 1024,
  records: 50_000,
  recordBytes: 2 * 1024 * 1024,
};

/** An SQS message has at most 1 MB; its text may be wrapped in an envelope that escapes it. */
export const MESSAGE_LIMIT_BYTES = 2 * 1024 * 1024;

/** What is kept of a poisonous message for a replay. */
export const POISON_PAYLOAD_BYTES = 256 * 1024;
