import { trailRecord } from '../authorize/call-record';
import type { Call, Trail } from '../wire/action';

/** CloudTrail shows that a function has an environment, never what is in it, and no code. */
function hidden(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { Environment, Code, ZipFile: _zip, ...rest } = record;
  return trailRecord({ ...rest, ...(Environment ? { Environment: {} } : {}), ...(Code ? { Code: {} } : {}) });
}

/** Request and answer of a call about one function's configuration. */
export function shownConfiguration(call: Call, output: unknown): Trail {
  return {
    requestParameters: hidden(call.params.values),
    responseElements: hidden(output as Record<string, unknown>),
  };
}
