import type { NormalizedSchema } from '@smithy/core/schema';

type Traits = {
  xmlName?: string;
  xmlFlattened?: unknown;
  xmlAttribute?: unknown;
  ec2QueryName?: string;
  jsonName?: string;
  httpLabel?: unknown;
  httpQuery?: string;
  httpQueryParams?: unknown;
  httpHeader?: string;
  httpPrefixHeaders?: string;
  httpPayload?: unknown;
  httpResponseCode?: unknown;
};

export function traitsOf(schema: NormalizedSchema): Traits {
  return schema.getMergedTraits() as Traits;
}

/** Seconds since 1970, ISO 8601 or RFC 7231, as Smithy's numbers for timestamp formats say (4 leaves it to the protocol). */
export type TimeFormat = 'epoch-seconds' | 'date-time' | 'http-date';

export function timeFormat(schema: NormalizedSchema, fallback: TimeFormat): TimeFormat {
  const format = schema.getSchema();
  if (format === 5) return 'date-time';
  if (format === 6) return 'http-date';
  return format === 7 ? 'epoch-seconds' : fallback;
}

export function printTime(date: Date, format: TimeFormat): string | number {
  if (format === 'epoch-seconds') return date.getTime() / 1000;
  return format === 'http-date' ? date.toUTCString() : date.toISOString();
}
