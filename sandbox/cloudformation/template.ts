import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { z } from 'zod';
import { validationError } from '../wire/errors';

const parameterSchema = z.object({
  Type: z.string(),
  Default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  Description: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.string()]).optional(),
  AllowedPattern: z.string().optional(),
  AllowedValues: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  ConstraintDescription: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
});

const resourceSchema = z.object({
  Type: z.string(),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  DeletionPolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

const outputSchema = z.object({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.object({ Name: z.unknown() }).optional(),
});

const ruleSchema = z.object({
  RuleCondition: z.unknown().optional(),
  Assertions: z.array(z.object({ Assert: z.unknown(), AssertDescription: z.string().optional() })),
});

const templateSchema = z.object({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().max(1024).optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), parameterSchema).default({}),
  Rules: z.record(z.string(), ruleSchema).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), outputSchema).default({}),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateParameter = z.infer<typeof parameterSchema>;
export type TemplateResource = z.infer<typeof resourceSchema>;

const MAX_BYTES = 51_200;
const SECTIONS = new Set(Object.keys(templateSchema.shape));

/** Reads a template, JSON or YAML with short tags. Refuses what CloudFormation refuses before it looks at resources. */
export function parseTemplate(body: string): Template {
  if (Buffer.byteLength(body) > MAX_BYTES) {
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BYTES}`,
    );
  }
  const value = readBody(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw validationError('Template format error: unsupported structure.');
  }
  const strange = Object.keys(value).filter((section) => !SECTIONS.has(section));
  if (strange.length > 0) {
    throw validationError(`Invalid template property or properties [${strange.join(', ')}]`);
  }
  if (!('Resources' in value)) {
    throw validationError('Template format error: At least one Resources member must be defined.');
  }
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw validationError(`Template format error: [/${issue?.path.join('/')}] ${issue?.message}`);
}

function readBody(body: string): unknown {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body);
    } catch {
      throw validationError('Template format error: JSON not well-formed.');
    }
  }
  const document = parseDocument(body, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
    throw validationError(`Template format error: YAML not well-formed. (line ${line}, column ${col})`);
  }
  return plain(document.contents);
}

/** YAML nodes as values; `!Sub text` becomes `{ "Fn::Sub": "text" }`, as in a JSON template. */
function plain(node: unknown): unknown {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) {
    if (node === null || node === undefined) return null;
    throw validationError('Template format error: YAML aliases are not allowed in CloudFormation templates');
  }
  const value = isMap(node)
    ? Object.fromEntries(node.items.map((pair) => [String(plain(pair.key)), plain(pair.value)]))
    : isSeq(node)
      ? node.items.map(plain)
      : node.value;
  const tag = node.tag;
  if (tag === undefined || !tag.startsWith('!') || tag.startsWith('!!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}
