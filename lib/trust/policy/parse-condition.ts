import { CONDITION_OPERATORS, type ConditionClause, type ConditionOperator, type PolicyProblem } from './types';

type ParsedOperator = Pick<ConditionClause, 'operator' | 'ifExists' | 'quantifier'>;

const BY_LOWER_CASE = new Map<string, ConditionOperator>(CONDITION_OPERATORS.map((name) => [name.toLowerCase(), name]));

/** Reads `ForAllValues:StringLikeIfExists` and the like; null for a name that AWS does not know. */
export function parseOperator(spelled: string): ParsedOperator | null {
  const prefixed = /^(ForAllValues|ForAnyValue):(.*)$/i.exec(spelled);
  const quantifier = !prefixed ? null : prefixed[1]?.toLowerCase() === 'forallvalues' ? 'all' : 'any';
  const name = prefixed?.[2] ?? spelled;
  const ifExists = /IfExists$/i.test(name);
  const operator = BY_LOWER_CASE.get((ifExists ? name.slice(0, -'IfExists'.length) : name).toLowerCase());
  if (!operator || (operator === 'Null' && ifExists)) return null;
  return { operator, ifExists, quantifier };
}

/** Reads a Condition block. Problems are appended; what could be read is returned all the same. */
export function parseConditions(value: unknown, path: string, problems: PolicyProblem[]): ConditionClause[] {
  if (value === undefined) return [];
  if (!isObject(value)) {
    problems.push({ severity: 'error', path, message: 'Condition must be an object of operators.' });
    return [];
  }
  return Object.entries(value).flatMap(([spelled, keys]) => {
    const at = `${path}.${spelled}`;
    const operator = parseOperator(spelled);
    if (!operator) {
      problems.push({ severity: 'error', path: at, message: `"${spelled}" is not a condition operator.` });
      return [];
    }
    if (!isObject(keys)) {
      problems.push({
        severity: 'error',
        path: at,
        message: `"${spelled}" must hold condition keys and their values.`,
      });
      return [];
    }
    return Object.entries(keys).map(([key, values]) => ({
      ...operator,
      spelled,
      key,
      values: readValues(values, `${at}.${key}`, problems),
    }));
  });
}

function readValues(value: unknown, path: string, problems: PolicyProblem[]): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item: unknown) => {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return [String(item)];
    problems.push({ severity: 'error', path, message: 'A condition value must be a string, number or boolean.' });
    return [];
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
