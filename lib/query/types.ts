/**
 * The inventory's query language: conditions that must all hold. `type:AWS::IAM::Role tag.team=payments age>90d "two words"`
 * The URL (`q=`), the API (`q`) and the CLI share it; docs/decisions/0080 has its grammar.
 */
export type Query = readonly Condition[];

export type MatchField = 'type' | 'account' | 'region' | 'service' | 'state' | 'integration' | NamingField;
/** Compared without regard to case. */
export type NamingField = 'name' | 'id' | 'arn' | 'address';
/** `age` since the creation that AWS tells (else since first sight), `changed` since the last change, `seen` since last observed. */
export type TimeField = 'age' | 'changed' | 'seen';
export type FieldName = MatchField | TimeField | 'tag';
export type Comparison = '<' | '<=' | '>' | '>=';
export type Unit = 'm' | 'h' | 'd' | 'w' | 'y';

/** A whole value, or with `prefix` how one begins (`pay*`). */
export type Value = { text: string; prefix: boolean };

export type Condition =
  /** Anywhere in a name, id, ARN, tag (`key=value`) or address; with `prefix` where one of them begins. */
  | { kind: 'text'; not: boolean; value: Value }
  /** One of `values`. */
  | { kind: 'match'; not: boolean; field: MatchField; values: readonly Value[] }
  /** The tag `key` has one of `values`. */
  | { kind: 'tag'; not: boolean; key: string; values: readonly Value[] }
  /** There is a tag of one of these keys. */
  | { kind: 'tagged'; not: boolean; keys: readonly string[] }
  | { kind: 'time'; field: TimeField; comparison: Comparison; amount: number; unit: Unit };

/** Half-open range of UTF-16 units in the query's text. */
export type Span = { from: number; to: number };

/** What is wrong at `span`, and what to write instead. */
export type Problem = Span & { message: string; fix: string };
