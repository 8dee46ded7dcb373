import type { ResourceSummary } from '@/lib/schemas/inventory';

const KNOWN_WORDS = /\b(arn|id|ip|url|vpc|kms|mfa|dns|az|cpu|iam|oidc|saml)\b/gi;

/** A column's head: "Instance type" of `attr.instanceType`, `tag.team` as it is, "Account" of `accountId`. */
export function columnHeader(column: string): string {
  if (column.startsWith('tag.')) return column;
  if (column.startsWith('attr.')) {
    const parts = column.slice('attr.'.length).split('.');
    const last = parts.at(-1) ?? column;
    const path = /^(name|code|id|status|state|type|\d+)$/.test(last) ? parts.slice(-2) : [last];
    const words = path
      .join(' ')
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .replace(KNOWN_WORDS, (word) => word.toUpperCase());
    return words.charAt(0).toUpperCase() + words.slice(1);
  }
  return FIXED[column as keyof typeof FIXED] ?? column;
}

/** Heads of the columns that every resource has; `uid` is Mooring's own id. */
export const FIXED = {
  name: 'Name',
  type: 'Type',
  service: 'Service',
  accountId: 'Account',
  region: 'Region',
  id: 'Id',
  arn: 'ARN',
  uid: 'Mooring id',
  state: 'State',
  version: 'Version',
  createdAt: 'Created',
  firstSeenAt: 'First seen',
  observedAt: 'Last seen',
  changedAt: 'Changed',
  deletedAt: 'Deleted',
  tags: 'Tags',
} as const satisfies Record<typeof import('@/lib/schemas/inventory').RESOURCE_COLUMNS[number], string>;

/** The value of a column; tags are in the row itself, attributes come with the page that asked for them. */
export function columnValue(column: string, resource: ResourceSummary): unknown {
  if (column.startsWith('tag.')) {
    const key = column.slice('tag.'.length);
    return Object.hasOwn(resource.tags, key) ? resource.tags[key] : null;
  }
  if (column.startsWith('attr.')) return resource.columns?.[column] ?? null;
  return resource[column as keyof ResourceSummary] ?? null;
}

/** One line of text: lists by comma, objects as JSON, nothing as "". */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
export const isTime = (value: unknown): value is string => typeof value === 'string' && TIME.test(value);
