import { ROLE_ARN } from '../policy/arn';
import { refuse, STS_TEXT } from './failures';
import type { StsFailure } from './types';

type Rule = {
  /** As STS names it in the text. */
  name: string;
  value: string | number | undefined;
  min?: number;
  max?: number;
  pattern?: { test: RegExp; spelled: string };
  required?: boolean;
  /** The text never shows it. */
  secret?: boolean;
};

const SESSION_NAME = { test: /^[\w+=,.@-]*$/, spelled: '[\\w+=,.@-]*' };
const EXTERNAL_ID = { test: /^[\w+=,.@:/-]*$/, spelled: '[\\w+=,.@:\\/-]*' };

export type CommonParameters = {
  roleArn: string;
  roleSessionName: string;
  durationSeconds?: number;
  policy?: string;
  webIdentityToken?: string;
  externalId?: string;
  sourceIdentity?: string;
};

/**
 * The request's own form, checked before anything is looked up. Limits: STS API reference
 * (session name 2-64, duration 900-43200 s, token 4-20000, External ID 2-1224, session policy up to 2048 characters).
 */
export function checkParameters(request: CommonParameters, action: 'web-identity' | 'assume-role'): StsFailure | null {
  const web = action === 'web-identity';
  const rules: Rule[] = [
    { name: 'roleArn', value: request.roleArn, min: 20, max: 2048, required: true },
    { name: 'roleSessionName', value: request.roleSessionName, min: 2, max: 64, pattern: SESSION_NAME, required: true },
    { name: 'webIdentityToken', value: request.webIdentityToken, min: 4, max: 20000, required: web, secret: true },
    { name: 'durationSeconds', value: request.durationSeconds, min: 900, max: 43200 },
    { name: 'policy', value: request.policy, min: 1, max: 2048 },
    { name: 'externalId', value: request.externalId, min: 2, max: 1224, pattern: EXTERNAL_ID },
    { name: 'sourceIdentity', value: request.sourceIdentity, min: 2, max: 64, pattern: SESSION_NAME },
  ];
  const broken = rules.flatMap(violations);
  if (broken.length > 0) {
    const noun = broken.length === 1 ? 'error' : 'errors';
    return refuse('ValidationError', `${broken.length} validation ${noun} detected: ${broken.join('; ')}`);
  }
  return ROLE_ARN.test(request.roleArn) ? null : refuse('ValidationError', STS_TEXT.arn);
}

function violations({ name, value, min, max, pattern, required, secret }: Rule): string[] {
  if (value === undefined || (value === '' && required)) {
    return required
      ? [
          `Value ${value === undefined ? 'null ' : "'' "}at '${name}' failed to satisfy constraint: Member must not be null`,
        ]
      : [];
  }
  const shown = secret ? 'Value at' : `Value '${value}' at`;
  const size = typeof value === 'number' ? value : value.length;
  const measure = typeof value === 'number' ? 'value' : 'length';
  const found: string[] = [];
  const add = (what: string) => found.push(`${shown} '${name}' failed to satisfy constraint: Member must ${what}`);
  if (min !== undefined && size < min) add(`have ${measure} greater than or equal to ${min}`);
  if (max !== undefined && size > max) add(`have ${measure} less than or equal to ${max}`);
  if (pattern && !pattern.test.test(String(value))) add(`satisfy regular expression pattern: ${pattern.spelled}`);
  return found;
}
