/** The IAM policy language as values. Names and rules: IAM user guide, "IAM JSON policy elements reference". */

export type Effect = 'Allow' | 'Deny';

export type PrincipalKind = 'AWS' | 'Federated' | 'Service' | 'CanonicalUser';

/** `{ kind: '*', value: '*' }` stands for `"Principal": "*"`; `{"AWS": "*"}` keeps its kind. */
export type PolicyPrincipal = { kind: PrincipalKind | '*'; value: string };

export const CONDITION_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Null',
] as const;

export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** One `operator: { key: values }` line. All clauses of a statement must hold; the values of one clause are alternatives. */
export type ConditionClause = {
  operator: ConditionOperator;
  ifExists: boolean;
  /** `ForAllValues:` and `ForAnyValue:`; null for a plain operator. */
  quantifier: 'all' | 'any' | null;
  /** The operator as written, prefix and suffix included. */
  spelled: string;
  /** The condition key as written; keys compare without regard to case. */
  key: string;
  values: string[];
};

export type Statement = {
  /** Position in the document, from 0. */
  index: number;
  sid: string | null;
  effect: Effect;
  principals: PolicyPrincipal[] | null;
  notPrincipals: PolicyPrincipal[] | null;
  actions: string[] | null;
  notActions: string[] | null;
  resources: string[] | null;
  notResources: string[] | null;
  conditions: ConditionClause[];
};

export type Policy = {
  /** Without a Version AWS reads the document as 2008-10-17, in which policy variables are plain text. */
  version: '2012-10-17' | '2008-10-17';
  id: string | null;
  statements: Statement[];
};

/** `path` in the form `Statement[0].Condition.StringEquals`. An error makes AWS refuse the document; a warning does not. */
export type PolicyProblem = { severity: 'error' | 'warning'; path: string; message: string };

export type ParseResult =
  | { ok: true; policy: Policy; problems: PolicyProblem[] }
  | { ok: false; problems: PolicyProblem[] };
