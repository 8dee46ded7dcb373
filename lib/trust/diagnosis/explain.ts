import type { StsErrorExplanation, StsErrorRule } from './error-table';
import { REQUEST_ERRORS } from './request-errors';
import { TOKEN_ERRORS } from './token-errors';

const RULES: readonly StsErrorRule[] = [...TOKEN_ERRORS, ...REQUEST_ERRORS];

/**
 * Explains an error of STS by its code (wire code or the SDK's exception name) and a piece of its message, which may be
 * wrapped by a client. An error that is not in the table is explained as unknown, never as transient.
 */
export function explainStsError(code: string, message: string): StsErrorExplanation {
  const text = message.toLowerCase();
  const wire = withoutSuffix(code);
  const fits = (rule: StsErrorRule) => rule.contains === null || text.includes(rule.contains);
  const byCode = RULES.find((rule) => rule.codes.some((known) => withoutSuffix(known) === wire) && fits(rule));
  const byText = RULES.find((rule) => rule.codes.length === 0 && fits(rule));
  const found = byCode ?? byText ?? unknown(code);
  const { id, title, causes, fix, transient, pendingPropagation } = found;
  return { id, title, causes, fix, transient, pendingPropagation };
}

function withoutSuffix(code: string): string {
  return code.replace(/Exception$/, '');
}

function unknown(code: string): StsErrorExplanation {
  return {
    id: 'unknown',
    title: 'AWS answered with an error that Mooring does not know',
    causes: [code === '' ? 'The answer had no error code.' : `The error code is ${code}.`],
    fix: "Look the code up in AWS's documentation of the call, and try again.",
    transient: false,
    pendingPropagation: false,
  };
}
