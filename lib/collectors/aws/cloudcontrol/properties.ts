import { camelCase } from '@/lib/collectors/attributes';
import type { Json, JsonObject, Relationship } from '@/lib/collectors/types';

/** Names of properties whose values are secrets, whichever type has them; compared without case. */
const SECRET =
  /password|passphrase|secretstring|clientsecret|^secret$|authtoken|accesstoken|hectoken|apikey|privatekey|^accesskey$|userdata|connectionstring|externalid|credentials$|sharedkey/i;

/** Maps and lists of settings that people put secrets in: their names are kept, their values are not. */
const NAMES_ONLY = new Set([
  'Environment',
  'EnvironmentVariables',
  'DefaultArguments',
  'NonOverridableArguments',
  'StageVariables',
  'RequestParameters',
]);

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Properties in camelCase, without what is or may be secret and without tags. */
export function attributesFrom(properties: JsonObject): JsonObject {
  return clean(Object.fromEntries(Object.entries(properties).filter(([name]) => !isTags(name))));
}

function clean(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (SECRET.test(name)) return [];
      return [[camelCase(name), NAMES_ONLY.has(name) ? namesIn(member) : cleaned(member)] as const];
    }),
  );
}

function cleaned(value: Json): Json {
  if (Array.isArray(value)) return value.map(cleaned);
  return isObject(value) ? clean(value) : value;
}

function namesIn(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => (isObject(item) && typeof item.Name === 'string' ? [item.Name] : [])).sort();
  }
  return isObject(value) ? Object.keys(value).sort() : [];
}

/** `Tags`, `UserPoolTags`, `FileSystemTags` … */
const isTags = (name: string): boolean => /^(?:[A-Z]\w*)?Tags$/.test(name);

/** Tags in both of AWS's shapes: a list of keys and values, or a map. */
export function tagsFrom(properties: JsonObject): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (!isTags(name)) continue;
    const pairs: (readonly [Json | undefined, Json | undefined])[] = Array.isArray(value)
      ? value.filter(isObject).map((tag) => [tag.Key ?? tag.TagKey, tag.Value ?? tag.TagValue])
      : isObject(value)
        ? Object.entries(value)
        : [];
    for (const [key, text] of pairs) if (typeof key === 'string') tags[key] = typeof text === 'string' ? text : '';
  }
  return tags;
}

const CREATED = ['CreationTime', 'CreatedTime', 'CreatedAt', 'CreateDate', 'CreationDate', 'CreationTimestamp'];

/** ISO 8601, where a property tells the time of creation in a form that is one. */
export function createdFrom(properties: JsonObject): string | null {
  for (const name of CREATED) {
    const value = properties[name];
    const at = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : null;
    if (at && !Number.isNaN(at.getTime())) return at.toISOString();
  }
  return null;
}

/** What the values say by their own form: roles, keys, subnets, groups, networks. */
export function relationshipsFrom(properties: JsonObject): Relationship[] {
  const edges = new Map<string, Relationship>();
  const visit = (value: Json, name: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, name);
    else if (isObject(value)) for (const [key, member] of Object.entries(value)) visit(member, key);
    else if (typeof value === 'string') {
      const edge = edgeOf(value, name);
      if (edge) edges.set(JSON.stringify(edge), edge);
    }
  };
  visit(properties, '');
  return [...edges.values()];
}

function edgeOf(value: string, name: string): Relationship | null {
  if (/^arn:[^:]+:iam::\d{12}:role\//.test(value) && /role/i.test(name)) {
    return { kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: value };
  }
  if (/^arn:[^:]+:kms:[^:]+:\d{12}:key\//.test(value)) {
    return { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: value };
  }
  if (/^sg-[0-9a-f]{8,17}$/.test(value)) return { kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId: value };
  if (/^subnet-[0-9a-f]{8,17}$/.test(value)) return { kind: 'attached', toType: 'AWS::EC2::Subnet', toId: value };
  if (/^vpc-[0-9a-f]{8,17}$/.test(value)) return { kind: 'belongsTo', toType: 'AWS::EC2::VPC', toId: value };
  return null;
}

const HOSTS = ['DomainName', 'DomainEndpoint', 'ApiEndpoint', 'Endpoint'];

/** DNS names that stand at the top of the properties. */
export function addressesFrom(properties: JsonObject): string[] {
  return HOSTS.flatMap((name) => {
    const value = properties[name];
    if (typeof value !== 'string' || value === '') return [];
    return [value.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '')];
  });
}
