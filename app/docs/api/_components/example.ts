import type { Operation } from '@/lib/contract/operation';
import { type JsonSchema, jsonSchema } from './json-schema';

const BY_FORMAT: Record<string, string> = {
  uuid: '019a0000-0000-7000-8000-000000000000',
  email: 'ana@example.com',
  'date-time': '2026-11-21T00:00:00Z',
  uri: 'https://example.com',
};

/** A smallest value that has the shape; what it means is for the caller to fill in. */
export function exampleValue(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const [first] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (first) return exampleValue(first);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, exampleValue(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return schema.items ? [exampleValue(schema.items)] : [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'string':
      return BY_FORMAT[schema.format ?? ''] ?? '…';
    default:
      return null;
  }
}

/** A call with curl. Ids and the token are shell variables: WORKSPACE_ID, MOORING_TOKEN. */
export function curlExample({ method, path, access, body, produces }: Operation): string {
  const url = `$MOORING_URL/api/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => `$${shellName(name)}`)}`;
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`}${produces === 'event-stream' ? ' -N' : ''} "${url}"`,
    ...(access === 'public' ? [] : ['-H "Authorization: Bearer $MOORING_TOKEN"']),
    ...(body
      ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(exampleValue(jsonSchema(body, 'input')))}'`]
      : []),
    ...(produces === 'zip' || produces === 'yaml' ? ['-OJ'] : []),
  ];
  return lines.join(' \\\n  ');
}

function shellName(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}
