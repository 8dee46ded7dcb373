import type { StackParameter } from '../store/stack';
import { validationError } from '../wire/errors';
import type { Params } from '../wire/params';
import { resolve, type Scope } from './intrinsics';
import type { Template, TemplateParameter } from './template';

/** The values a stack is made with, in the template's order: given, previous, or default. */
export function stackParameters(
  template: Template,
  given: readonly Params[],
  previous: readonly StackParameter[],
): StackParameter[] {
  const values = new Map<string, string>();
  for (const each of given) {
    const key = each.string('ParameterKey');
    const old = previous.find((parameter) => parameter.key === key);
    if (!each.boolean('UsePreviousValue', false)) values.set(key, each.optional('ParameterValue') ?? '');
    else if (old) values.set(key, old.value);
    else
      throw validationError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
  }
  const unknown = [...values.keys()].filter((key) => !Object.hasOwn(template.Parameters, key));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const resolved = Object.entries(template.Parameters).map(([key, definition]) => {
    const value = values.get(key) ?? (definition.Default === undefined ? undefined : String(definition.Default));
    return { key, definition, value };
  });
  const missing = resolved.filter((each) => each.value === undefined).map((each) => each.key);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return resolved.map(({ key, definition, value = '' }) => {
    check(key, definition, value);
    return { key, value, noEcho: String(definition.NoEcho) === 'true' };
  });
}

function check(key: string, definition: TemplateParameter, value: string): void {
  const items = isList(definition) ? splitList(value) : [value];
  for (const item of items) {
    const broken = brokenRule(key, definition, item);
    if (broken === undefined) continue;
    throw validationError(
      definition.ConstraintDescription === undefined
        ? broken
        : `Parameter ${key} failed to satisfy constraint: ${definition.ConstraintDescription}`,
    );
  }
}

function brokenRule(key: string, definition: TemplateParameter, value: string): string | undefined {
  const { AllowedPattern: pattern, AllowedValues: allowed } = definition;
  if (allowed && !allowed.map(String).includes(value)) {
    return `Parameter '${key}' must be one of AllowedValues`;
  }
  // CloudFormation matches the whole value.
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    return `Parameter '${key}' must match pattern ${pattern}`;
  }
  if (value.length < (definition.MinLength ?? 0)) {
    return `Parameter '${key}' must contain at least ${definition.MinLength} characters`;
  }
  if (value.length > (definition.MaxLength ?? Number.POSITIVE_INFINITY)) {
    return `Parameter '${key}' must contain at most ${definition.MaxLength} characters`;
  }
  if (definition.Type !== 'Number') return undefined;
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return `Parameter '${key}' must be a number`;
  if (number < (definition.MinValue ?? Number.NEGATIVE_INFINITY)) {
    return `Parameter '${key}' must be a number not less than ${definition.MinValue}`;
  }
  if (number > (definition.MaxValue ?? Number.POSITIVE_INFINITY)) {
    return `Parameter '${key}' must be a number not greater than ${definition.MaxValue}`;
  }
  return undefined;
}

const isList = (definition: TemplateParameter) =>
  definition.Type === 'CommaDelimitedList' || definition.Type.startsWith('List<');

const splitList = (value: string) => value.split(',').map((each) => each.trim());

/** Parameters as `Ref` gives them. */
export function parameterValues(template: Template, parameters: readonly StackParameter[]) {
  return new Map<string, string | string[]>(
    parameters.map(({ key, value }) => {
      const definition = template.Parameters[key];
      return [key, definition && isList(definition) ? splitList(value) : value];
    }),
  );
}

/** The template's Rules: assertions about parameters, checked before anything is made. */
export function checkRules(scope: Scope): void {
  for (const [name, rule] of Object.entries(scope.template.Rules)) {
    if (rule.RuleCondition !== undefined && resolve(rule.RuleCondition, scope) !== true) continue;
    const failed = rule.Assertions.find((each) => resolve(each.Assert, scope) !== true);
    if (failed) {
      throw validationError(`Rule ${name} failed: ${failed.AssertDescription ?? 'an assertion does not hold'}`);
    }
  }
}
