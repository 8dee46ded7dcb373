import ipaddr from 'ipaddr.js';
import { matchArnTokens } from './arn';
import type { ConditionOperator } from './types';
import { compileWithVariables, type Lookup } from './variables';
import { compileLiteral, compileWildcard, matchTokens, type PatternToken } from './wildcard';

/** Compares one value of the request with one value of the policy; the positive sense of the operator. */
type Compare = (actual: string, wanted: string, variables: Lookup | null) => boolean;

/** How an operator compares, and whether it is the negation of that comparison. */
export type OperatorRule = { negated: boolean; compare: Compare };

const string: Compare = (actual, wanted, variables) => matched(compile(wanted, variables, false), actual);
const caseless: Compare = (actual, wanted, variables) =>
  matched(lower(compile(wanted, variables, false)), actual.toLowerCase());
const like: Compare = (actual, wanted, variables) => matched(compile(wanted, variables, true), actual);
const arn: Compare = (actual, wanted, variables) => {
  const tokens = compile(wanted, variables, true);
  return tokens !== null && matchArnTokens(tokens, actual);
};
const numeric =
  (holds: (a: number, b: number) => boolean): Compare =>
  (actual, wanted) => {
    const [a, b] = [toNumber(actual), toNumber(wanted)];
    return a !== null && b !== null && holds(a, b);
  };
const date =
  (holds: (a: number, b: number) => boolean): Compare =>
  (actual, wanted) => {
    const [a, b] = [toEpoch(actual), toEpoch(wanted)];
    return a !== null && b !== null && holds(a, b);
  };
const equal = (a: number, b: number) => a === b;
const less = (a: number, b: number) => a < b;
const lessOrEqual = (a: number, b: number) => a <= b;
const greater = (a: number, b: number) => a > b;
const greaterOrEqual = (a: number, b: number) => a >= b;
const bool: Compare = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
const binary: Compare = (actual, wanted) => actual === wanted;

const is = (compare: Compare): OperatorRule => ({ negated: false, compare });
const not = (compare: Compare): OperatorRule => ({ negated: true, compare });

/** Every operator but `Null`, which asks for presence. Source: IAM user guide, "Condition operators". */
export const OPERATOR_RULES = {
  StringEquals: is(string),
  StringNotEquals: not(string),
  StringEqualsIgnoreCase: is(caseless),
  StringNotEqualsIgnoreCase: not(caseless),
  StringLike: is(like),
  StringNotLike: not(like),
  NumericEquals: is(numeric(equal)),
  NumericNotEquals: not(numeric(equal)),
  NumericLessThan: is(numeric(less)),
  NumericLessThanEquals: is(numeric(lessOrEqual)),
  NumericGreaterThan: is(numeric(greater)),
  NumericGreaterThanEquals: is(numeric(greaterOrEqual)),
  DateEquals: is(date(equal)),
  DateNotEquals: not(date(equal)),
  DateLessThan: is(date(less)),
  DateLessThanEquals: is(date(lessOrEqual)),
  DateGreaterThan: is(date(greater)),
  DateGreaterThanEquals: is(date(greaterOrEqual)),
  Bool: is(bool),
  BinaryEquals: is(binary),
  IpAddress: is(inRange),
  NotIpAddress: not(inRange),
  ArnEquals: is(arn),
  ArnLike: is(arn),
  ArnNotEquals: not(arn),
  ArnNotLike: not(arn),
} as const satisfies Record<Exclude<ConditionOperator, 'Null'>, OperatorRule>;

/** Version 2008-10-17 has no variables (`variables` is null there): `${aws:username}` is plain text. */
function compile(value: string, variables: Lookup | null, wildcards: boolean): PatternToken[] | null {
  if (variables) return compileWithVariables(value, variables, wildcards);
  return wildcards ? compileWildcard(value) : compileLiteral(value);
}

function matched(tokens: PatternToken[] | null, actual: string): boolean {
  return tokens !== null && matchTokens(tokens, actual);
}

function lower(tokens: PatternToken[] | null): PatternToken[] | null {
  return (
    tokens &&
    compileLiteral(
      tokens
        .map((unit) => String.fromCharCode(unit))
        .join('')
        .toLowerCase(),
    )
  );
}

function toNumber(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : null;
}

/** ISO 8601 date times and epoch seconds. */
function toEpoch(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(text)) return null;
  const value = Date.parse(text);
  return Number.isNaN(value) ? null : value;
}

function inRange(actual: string, wanted: string): boolean {
  try {
    const address = ipaddr.process(actual);
    const [base, bits] = wanted.includes('/')
      ? ipaddr.parseCIDR(wanted)
      : [ipaddr.parse(wanted), wanted.includes(':') ? 128 : 32];
    return address.kind() === base.kind() && address.match(base, bits);
  } catch {
    return false;
  }
}
