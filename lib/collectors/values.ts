import type { Json, JsonObject, ResourceRef } from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';

export const isoDate = (date: Date | undefined): string | null => date?.toISOString() ?? null;

/** AWS's usual tags; a tag without a value has the empty one. */
export function tagRecord(tags: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/**
 * A policy document as IAM returns it (URL-encoded JSON, RFC 3986) as the object it stands for; the decoded text when it
 * is not a JSON object, so that nothing is lost; null when there is none.
 */
export function policyDocument(encoded: string | undefined): Json {
  if (encoded === undefined || encoded === '') return null;
  let text = encoded;
  try {
    text = encoded.startsWith('%7B') || !encoded.includes('{') ? decodeURIComponent(encoded) : encoded;
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' ? (parsed as JsonObject) : text;
  } catch {
    return text;
  }
}

type InlinePolicy = { PolicyName?: string; PolicyDocument?: string };
type AttachedPolicy = { PolicyName?: string; PolicyArn?: string };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const sorted = (texts: readonly string[] | undefined): string[] => [...(texts ?? [])].sort(byText);

/** AWS promises no order, so these are sorted: another order is not another content. */
export function inlinePolicies(policies: readonly InlinePolicy[] | undefined): JsonObject[] {
  return (policies ?? [])
    .map(({ PolicyName = '', PolicyDocument }) => ({
      policyName: PolicyName,
      policyDocument: policyDocument(PolicyDocument),
    }))
    .sort((a, b) => byText(a.policyName, b.policyName));
}

export function attachedPolicies(policies: readonly AttachedPolicy[] | undefined): JsonObject[] {
  return (policies ?? [])
    .map(({ PolicyName = '', PolicyArn = '' }) => ({ policyName: PolicyName, policyArn: PolicyArn }))
    .sort((a, b) => byText(a.policyArn, b.policyArn));
}

/** The friendly name: given, or the last segment of the ARN. */
export function nameOf(ref: ResourceRef): string {
  const name = ref.name ?? ref.arn?.split('/').at(-1);
  if (!name) throw new AppError('invalid_request', 'This type can only be read by name: give the name or the ARN.');
  return name;
}

export function arnOf(ref: ResourceRef): string {
  if (!ref.arn) throw new AppError('invalid_request', 'This type can only be read by its ARN.');
  return ref.arn;
}
