import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { ActionDefinition, Call, Question } from '../action';
import type { OutputRecord } from '../xml';

export type HttpRoute = { method: string; path: string; literals: readonly [string, string][]; status: number };

/** One operation of an AWS service as its SDK describes it: what the codecs read, write and route by. */
export type OperationModel = {
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** REST services only. */
  http: HttpRoute | undefined;
};

export type ModelOperation = ActionDefinition & { model: OperationModel };

type Asked = string | Question | readonly Question[];
type Parts<Input, Output> = {
  /** What the caller's policies are asked; `*` when the action takes no resource. None: no permission is needed. */
  ask: (call: Call, input: Input) => Asked;
  /** Gets what the caller sent and answers what AWS would, both in the SDK's own types. Refusals are thrown AwsErrors. */
  handle: (call: Call, input: Input) => Output | Promise<Output>;
  /** What CloudTrail records where it is not simply input and output (`trail` of ../../authorize/call-record). */
  trail?: ActionDefinition['trail'];
};

/** `Output` without what only a client knows. */
type Answer<Output> = Omit<Output, '$metadata'>;

function operation<Input, Output>(schema: StaticOperationSchema, mutates: boolean, parts: Parts<Input, Output>) {
  const inputOf = (call: Call) => call.params.values as Input;
  return {
    model: modelOf(schema),
    mutates,
    trail: parts.trail,
    ask: (call: Call): readonly Question[] => {
      const asked = parts.ask(call, inputOf(call));
      if (typeof asked === 'string') return [{ resource: asked }];
      return Array.isArray(asked) ? asked : [asked as Question];
    },
    // The codec of the service writes it by the operation's schema, so it need not be of the query protocol's shape.
    handle: async (call: Call) => (await parts.handle(call, inputOf(call))) as unknown as OutputRecord,
  } satisfies ModelOperation;
}

/** An operation that only reads: `modelRead<DescribeVpcsRequest, DescribeVpcsResult>(DescribeVpcs$, { … })`. */
export function modelRead<Input, Output>(
  schema: StaticOperationSchema,
  parts: Parts<Input, Answer<Output>>,
): ModelOperation {
  return operation(schema, false, parts);
}

/** An operation that changes the world: it is recorded in the change log as CloudTrail would. */
export function modelWrite<Input, Output>(
  schema: StaticOperationSchema,
  parts: Parts<Input, Answer<Output>>,
): ModelOperation {
  return operation(schema, true, parts);
}

function modelOf(schema: StaticOperationSchema): OperationModel {
  const [, , name, traits, input, output] = schema;
  const http = typeof traits === 'object' && 'http' in traits ? (traits.http as [string, string, number]) : undefined;
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    http: http && routeOf(http),
  };
}

function routeOf([method, template, status]: [string, string, number]): HttpRoute {
  const [path = '/', query = ''] = template.split('?');
  // `x-id` only tells operations apart in logs; not every client sends it.
  const literals = [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id');
  return { method, path, literals, status };
}
