import { findDuplicateKeys } from './json';
import { isObject, parseConditions } from './parse-condition';
import { parsePrincipals } from './parse-principal';
import type { ParseResult, Policy, PolicyProblem, Statement } from './types';

/** What the document is for decides which elements it must and must not have. `any` asks for neither. */
export type PolicyUse = 'any' | 'identity' | 'trust' | 'resource';

/** Far above every AWS quota (6,144 to 20,480 characters); keeps matching cheap whatever is pasted. */
export const MAX_POLICY_LENGTH = 131_072;

const TOP = new Set(['Version', 'Id', 'Statement']);
const IN_STATEMENT = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads a policy document: JSON text (IAM's percent-encoded form too) or an object already parsed. Never throws.
 * Strings become arrays, repeated JSON members are reported (the last one counts, as in AWS), unknown elements are named.
 */
export function parsePolicy(document: unknown, use: PolicyUse = 'any'): ParseResult {
  const problems: PolicyProblem[] = [];
  const value = typeof document === 'string' ? readJson(document, problems) : document;
  const policy = isObject(value) ? readPolicy(value, use, problems) : null;
  if (!policy && problems.length === 0) fail(problems, '', 'A policy document is a JSON object.');
  if (!policy || problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  return { ok: true, policy, problems };
}

function readJson(text: string, problems: PolicyProblem[]): unknown {
  if (text.length > MAX_POLICY_LENGTH) {
    return fail(problems, '', `The document is longer than ${MAX_POLICY_LENGTH} characters.`);
  }
  try {
    const json = /^\s*%7B/i.test(text) ? decodeURIComponent(text) : text;
    const value: unknown = JSON.parse(json);
    for (const { path, key } of findDuplicateKeys(json)) {
      const message = `"${key}" is written more than once here. AWS reads only the last one.`;
      problems.push({ severity: 'warning', path: path === '' ? key : `${path}.${key}`, message });
    }
    return value;
  } catch {
    return fail(problems, '', 'The document is not valid JSON.');
  }
}

function readPolicy(value: Record<string, unknown>, use: PolicyUse, problems: PolicyProblem[]): Policy | null {
  for (const key of Object.keys(value)) {
    if (!TOP.has(key)) fail(problems, key, `"${key}" is not an element of a policy document.`);
  }
  const version = value.Version ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    fail(problems, 'Version', 'Version must be "2012-10-17" or "2008-10-17".');
    return null;
  }
  if (value.Id !== undefined && typeof value.Id !== 'string') fail(problems, 'Id', 'Id must be a string.');
  const list =
    value.Statement === undefined ? [] : Array.isArray(value.Statement) ? value.Statement : [value.Statement];
  if (value.Statement === undefined) {
    const message = 'The document has no Statement: it allows nothing.';
    problems.push({ severity: use === 'any' ? 'warning' : 'error', path: 'Statement', message });
  }
  const statements = list.flatMap((item: unknown, index) => readStatement(item, index, use, problems));
  const sids = statements.flatMap(({ sid }) => (sid ? [sid] : []));
  for (const sid of new Set(sids.filter((sid, at) => sids.indexOf(sid) !== at))) {
    const message = `The statement id "${sid}" is used more than once.`;
    problems.push({ severity: use === 'identity' ? 'error' : 'warning', path: 'Statement', message });
  }
  return { version, id: typeof value.Id === 'string' ? value.Id : null, statements };
}

function readStatement(value: unknown, index: number, use: PolicyUse, problems: PolicyProblem[]): Statement[] {
  const path = `Statement[${index}]`;
  if (!isObject(value)) {
    fail(problems, path, 'A statement is an object.');
    return [];
  }
  for (const key of Object.keys(value)) {
    if (!IN_STATEMENT.has(key)) fail(problems, `${path}.${key}`, `"${key}" is not an element of a statement.`);
  }
  const effect = value.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') {
    fail(problems, `${path}.Effect`, 'Effect must be "Allow" or "Deny", in this spelling.');
    return [];
  }
  const sid = value.Sid;
  if (sid !== undefined && typeof sid !== 'string') fail(problems, `${path}.Sid`, 'Sid must be a string.');
  const strings = (name: string) => readStrings(value[name], `${path}.${name}`, problems);
  const statement: Statement = {
    index,
    sid: typeof sid === 'string' && sid !== '' ? sid : null,
    effect,
    principals: parsePrincipals(value.Principal, `${path}.Principal`, problems),
    notPrincipals: parsePrincipals(value.NotPrincipal, `${path}.NotPrincipal`, problems),
    actions: strings('Action'),
    notActions: strings('NotAction'),
    resources: strings('Resource'),
    notResources: strings('NotResource'),
    conditions: parseConditions(value.Condition, `${path}.Condition`, problems),
  };
  checkElements(statement, use, path, problems);
  return [statement];
}

function checkElements(statement: Statement, use: PolicyUse, path: string, problems: PolicyProblem[]): void {
  const pair = (name: string, one: unknown, other: unknown, need: 'one' | 'none' | 'any') => {
    if (one && other) fail(problems, path, `${name} and Not${name} cannot stand in one statement.`);
    if (need === 'one' && !one && !other) fail(problems, path, `The statement has no ${name}.`);
    if (need === 'none' && (one || other)) fail(problems, path, `This kind of policy has no ${name}.`);
  };
  const { principals, notPrincipals, resources, notResources } = statement;
  pair('Action', statement.actions, statement.notActions, 'one');
  pair('Principal', principals, notPrincipals, use === 'identity' ? 'none' : use === 'any' ? 'any' : 'one');
  pair('Resource', resources, notResources, use === 'trust' ? 'none' : use === 'any' ? 'any' : 'one');
}

function readStrings(value: unknown, path: string, problems: PolicyProblem[]): string[] | null {
  if (value === undefined) return null;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((item) => typeof item === 'string')) {
    fail(problems, path, 'This must be a string or a list of strings.');
  }
  return list.filter((item) => typeof item === 'string');
}

function fail(problems: PolicyProblem[], path: string, message: string): undefined {
  problems.push({ severity: 'error', path, message });
}
