import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { RJSFSchema, RJSFValidationError, ValidatorType } from '@rjsf/utils';
import { toErrorSchema } from '@rjsf/utils';

/** Field (`queueURL`, `a.b` inside of objects) -> what is wrong with it, in words. */
export type ConfigProblems = Readonly<Record<string, string>>;

/** What keeps a config from fitting its strategy's JSON Schema; empty when it fits. Draft 2020-12. */
export function configProblems(schema: RJSFSchema, config: unknown): ConfigProblems {
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(config);
  const problems: Record<string, string> = {};
  for (const unit of errors) {
    const problem = problemOf(schema, unit);
    if (problem && !Object.hasOwn(problems, problem.field)) problems[problem.field] = problem.message;
  }
  return problems;
}

/** These only say that something inside them does not fit, and that is said itself. */
const SUMMARIES = new Set(['properties', 'additionalProperties', 'items', 'prefixItems', 'allOf', '$ref']);

function problemOf(schema: RJSFSchema, unit: OutputUnit): { field: string; message: string } | null {
  const { keyword, error } = unit;
  if (SUMMARIES.has(keyword)) return null;
  const at = unit.instanceLocation.split('/').slice(1).map(unescapePointer);
  if (keyword === 'required') {
    const missing = error.match(/"(.*)"/)?.[1] ?? '';
    const field = [...at, missing];
    return { field: field.join('.'), message: `${titleOf(schema, field)} is needed.` };
  }
  const title = titleOf(schema, at);
  const [example] = (schemaAt(schema, at)?.examples ?? []) as unknown[];
  const message = {
    false: `There is no setting of this name.`,
    pattern: example === undefined ? error : `${title} looks like ${String(example)}.`,
    type: `${title} is of another kind: ${error}`,
  }[keyword];
  return { field: at.join('.'), message: message ?? error };
}

function schemaAt(schema: RJSFSchema, path: readonly string[]): RJSFSchema | undefined {
  return path.reduce<RJSFSchema | undefined>((at, key) => at?.properties?.[key] as RJSFSchema | undefined, schema);
}

const titleOf = (schema: RJSFSchema, path: readonly string[]) => schemaAt(schema, path)?.title ?? path.at(-1) ?? 'This';

const unescapePointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * rjsf's validator without a compiler: Ajv makes functions from text, and no page of ours may (proxy.ts). It knows no
 * `customValidate`.
 */
export const schemaValidator: ValidatorType = {
  isValid: (schema, data) => new Validator(schema as Schema, '2020-12').validate(data).valid,
  rawValidation: (schema, data) => ({
    errors: new Validator(schema as Schema, '2020-12', false).validate(data).errors as never[],
  }),
  validateFormData(data, schema, _custom, transformErrors, uiSchema) {
    const found = Object.entries(configProblems(schema, data)).map(
      ([property, message]): RJSFValidationError => ({ property, message, stack: message }),
    );
    const errors = transformErrors ? transformErrors(found, uiSchema) : found;
    return { errors, errorSchema: toErrorSchema(errors) };
  },
};
