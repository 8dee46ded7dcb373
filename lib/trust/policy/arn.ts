import { matchTokens, type PatternToken } from './wildcard';

export type Arn = {
  partition: string;
  service: string;
  region: string;
  accountId: string;
  resource: string;
};

/** Splits `arn:partition:service:region:account:resource`; null when it is not one. The resource may hold more colons. */
export function parseArn(text: string): Arn | null {
  const parts = text.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return null;
  const [, partition, service, region, accountId] = parts;
  const resource = parts.slice(5).join(':');
  if (!partition || !service || region === undefined || accountId === undefined || resource === '') return null;
  return { partition, service, region, accountId, resource };
}

/** `arn:<partition>:iam::<12 digits>:role/<path and name>`, in every partition AWS has. */
export const ROLE_ARN = /^arn:aws[a-z0-9-]*:iam::[0-9]{12}:role\/[\x21-\x7e]{1,576}$/;

/** The last path segment of a role or user ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `arn:…:sts::ACCOUNT:assumed-role/ROLE/SESSION`; the role's path is not part of it. */
export function assumedRoleArn(roleArn: string, sessionName: string): string {
  const arn = parseArn(roleArn);
  return `arn:${arn?.partition ?? 'aws'}:sts::${arn?.accountId ?? ''}:assumed-role/${nameOfArn(roleArn)}/${sessionName}`;
}

const COLON = 0x3a;

/**
 * Matches an ARN pattern: the first five parts each by themselves (a `*` does not cross a colon there), the rest as a whole.
 * A lone `*` matches everything. Text that is no ARN is matched as plain text.
 */
export function matchArnTokens(tokens: readonly PatternToken[], text: string): boolean {
  const patternParts = splitSix(tokens);
  const textParts = text.split(':');
  if (patternParts.length < 6 || textParts.length < 6) return matchTokens(tokens, text);
  return patternParts.every((part, at) =>
    matchTokens(part, at < 5 ? (textParts[at] ?? '') : textParts.slice(5).join(':')),
  );
}

/** An ARN pattern as its six parts; fewer when it has fewer colons. */
export function splitSix(tokens: readonly PatternToken[]): PatternToken[][] {
  const parts: PatternToken[][] = [[]];
  for (const token of tokens) {
    if (token === COLON && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
