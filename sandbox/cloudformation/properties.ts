import { validationError } from '../wire/errors';
import type { IamPort, Properties } from './resource-type';

/** Readers of resolved properties; a wrong shape fails the resource, as CloudFormation's handlers do. */
export function textProperty(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw validationError(`Properties validation failed: ${name} must be a string`);
  return String(value);
}

export function requiredText(properties: Properties, name: string): string {
  const value = textProperty(properties, name);
  if (value === undefined) throw validationError(`Properties validation failed: required key [${name}] not found`);
  return value;
}

export function listProperty(properties: Properties, name: string): string[] {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw validationError(`Properties validation failed: ${name} must be a list`);
  return value.map(String);
}

/** Policy documents come as objects or as JSON text. */
export function documentProperty(properties: Properties, name: string): string {
  const value = properties[name];
  if (value === undefined) throw validationError(`Properties validation failed: required key [${name}] not found`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export type InlineInput = { name: string; document: string };

export function inlineProperty(properties: Properties, name: string): InlineInput[] {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw validationError(`Properties validation failed: ${name} must be a list`);
  return value.map((each: Properties) => ({
    name: requiredText(each, 'PolicyName'),
    document: documentProperty(each, 'PolicyDocument'),
  }));
}

/** The resource's own tags over the stack's. */
export function tagsProperty(properties: Properties, iam: IamPort): { Key: string; Value: string }[] {
  const tags = new Map(iam.tags.map((tag) => [tag.key, tag.value]));
  const own = properties.Tags ?? [];
  if (!Array.isArray(own)) throw validationError('Properties validation failed: Tags must be a list');
  for (const each of own as Properties[]) tags.set(requiredText(each, 'Key'), textProperty(each, 'Value') ?? '');
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** What is in one list and not in the other. */
export function difference(old: readonly string[], next: readonly string[]) {
  return { added: next.filter((each) => !old.includes(each)), removed: old.filter((each) => !next.includes(each)) };
}

export function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
