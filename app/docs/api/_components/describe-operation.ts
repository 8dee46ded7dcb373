import type { Access, Operation, Produces } from '@/lib/contract/operation';
import { rolesWith } from '@/lib/schemas/permission';
import { curlExample } from './example';
import { type FieldRow, fieldRows, jsonSchema, typeText } from './json-schema';

/** An operation as the page shows it: plain values, so that they can go to the browser. */
export type DescribedOperation = {
  id: string;
  tag: string;
  method: string;
  /** Below /api/v1. */
  path: string;
  summary: string;
  description: string | null;
  permission: string;
  parameters: (FieldRow & { place: 'path' | 'query' })[];
  /** Null without a body; `of` says what the whole is when it is no object. */
  body: { of: string; rows: FieldRow[] } | null;
  answer: { status: number; text: string; rows: FieldRow[] };
  example: string;
};

export function describeOperation(id: string, operation: Operation): DescribedOperation {
  const { tag, method, path, summary, description, access, params, query, body } = operation;
  return {
    id,
    tag,
    method: method.toUpperCase(),
    path,
    summary,
    description: description ?? null,
    permission: permissionText(access),
    parameters: [
      ...(params ? fieldRows(jsonSchema(params, 'input')).map((row) => ({ ...row, place: 'path' as const })) : []),
      ...(query ? fieldRows(jsonSchema(query, 'input')).map((row) => ({ ...row, place: 'query' as const })) : []),
    ],
    body: body ? { of: typeText(jsonSchema(body, 'input')), rows: fieldRows(jsonSchema(body, 'input')) } : null,
    answer: answerOf(operation),
    example: curlExample(operation),
  };
}

/** Who may call it, and for a permission the roles that hold it. */
export function permissionText(access: Access): string {
  switch (access) {
    case 'public':
      return 'anyone, without sign-in';
    case 'signed-in':
      return 'anyone signed in, and every token';
    case 'install':
      return 'install administrators';
    default:
      return `${access} (${rolesWith(access).join(', ')})`;
  }
}

const PRODUCES = {
  json: 'JSON',
  'event-stream': 'Server-sent events; the data of each is',
  zip: 'A zip file',
  yaml: 'A YAML file',
  'csv-or-json': 'A file of CSV or JSON, as asked for',
} as const satisfies Record<Produces, string>;

function answerOf({ response, produces = 'json', status }: Operation): DescribedOperation['answer'] {
  if (!response) {
    if (produces !== 'json') return { status: status ?? 200, text: PRODUCES[produces], rows: [] };
    return { status: status ?? 204, text: 'Nothing', rows: [] };
  }
  return { status: status ?? 200, text: PRODUCES[produces], rows: fieldRows(jsonSchema(response, 'output')) };
}
