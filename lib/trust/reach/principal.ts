import { type ConditionKeys, evaluateClause } from '../policy/conditions';
import { coversAction } from '../policy/statement';
import type { ConditionClause, Policy, Statement } from '../policy/types';
import { compileWithVariables, hasVariable, type Lookup } from '../policy/variables';
import { compileWildcard } from '../policy/wildcard';
import { type ArnSet, arnSet, tokenSet } from './patterns';

/** A policy by an id of the caller's own choice, which evidence names it by. */
export type ReachPolicy = { id: string; policy: Policy };

/** A statement as evidence: which policy, and its position there. */
export type StatementRef = { policy: string; statement: number };

/** `boundary`: null when there is none, `not known` when there is one whose document is not. */
export type ReachInput = {
  identity: readonly ReachPolicy[];
  boundary: ReachPolicy | 'not known' | null;
  keys: ConditionKeys;
  /** Whether the principal's own keys are settled: a tag it does not have is then absent, not unknown. */
  isKnown(key: string): boolean;
};

/** A statement made ready: its patterns compiled with what is known, and whether its conditions hold. */
export type Ready = {
  ref: StatementRef;
  statement: Statement;
  /** `unsure`: a variable without a value stands in it, taken for `*`. */
  patterns: { set: ArnSet; unsure: boolean }[];
  negated: boolean;
  /** Condition keys on which it depends; empty when it surely holds. Statements that surely do not hold are left out. */
  depends: string[];
};

/** One identity's policies, ready to be asked many times. */
export class Principal {
  readonly #identity: { allows: Ready[]; denies: Ready[] };
  readonly #boundary: { allows: Ready[]; denies: Ready[] } | 'not known' | null;
  readonly #byAction = new Map<string, Bearing>();

  readonly #input: ReachInput;

  constructor(input: ReachInput) {
    this.#input = input;
    this.#identity = ready(input.identity, input);
    const { boundary } = input;
    this.#boundary = boundary === null || boundary === 'not known' ? boundary : ready([boundary], input);
  }

  /** The statements that bear on an action, by kind. Remembered: one action is asked of many resources. */
  bearing(action: string): Bearing {
    const known = this.#byAction.get(action);
    if (known) return known;
    const on = (statements: readonly Ready[]) => statements.filter(({ statement }) => coversAction(statement, action));
    const boundary = this.#boundary;
    const limited = boundary !== null && boundary !== 'not known';
    const made: Bearing = {
      allows: on(this.#identity.allows),
      denies: on([...this.#identity.denies, ...(limited ? boundary.denies : [])]),
      boundary: limited ? on(boundary.allows) : boundary,
    };
    this.#byAction.set(action, made);
    return made;
  }

  /** The known boundary as if it were all: what it allows by itself. */
  boundaryAlone(): Principal | null {
    const { boundary } = this.#input;
    if (boundary === null || boundary === 'not known') return null;
    return new Principal({ ...this.#input, identity: [boundary], boundary: null });
  }

  /** Allowing statements of the identity policies, whatever the action. */
  get allows(): readonly Ready[] {
    return this.#identity.allows;
  }
}

export type Bearing = { allows: Ready[]; denies: Ready[]; boundary: Ready[] | 'not known' | null };

function ready(policies: readonly ReachPolicy[], input: ReachInput) {
  const all = policies.flatMap(({ id, policy }) =>
    policy.statements.flatMap((statement) => readyOne(id, policy.version, statement, input)),
  );
  const of = (effect: Statement['effect']) => all.filter(({ statement }) => statement.effect === effect);
  return { allows: of('Allow'), denies: of('Deny') };
}

function readyOne(id: string, version: Policy['version'], statement: Statement, input: ReachInput): Ready[] {
  const depends: string[] = [];
  for (const clause of statement.conditions) {
    const holds = judgeClause(clause, version, input);
    if (holds === false) return [];
    if (holds === null) depends.push(clause.key);
  }
  const texts = statement.resources ?? statement.notResources ?? ['*'];
  return [
    {
      ref: { policy: id, statement: statement.index },
      statement,
      patterns: texts.map((text) => compile(text, version, input.keys.single)),
      negated: statement.notResources !== null,
      depends: [...new Set(depends)],
    },
  ];
}

/** Null when it cannot be said without the request. */
export function judgeClause(
  clause: ConditionClause,
  version: Policy['version'],
  { keys, isKnown }: Pick<ReachInput, 'keys' | 'isKnown'>,
): boolean | null {
  if (!isKnown(clause.key)) return null;
  const open = version === '2012-10-17' && clause.values.some((value) => unresolved(value, keys.single));
  return open ? null : evaluateClause(clause, keys, version).holds;
}

const unresolved = (value: string, lookup: Lookup) =>
  hasVariable(value) && compileWithVariables(value, lookup, true) === null;

function compile(text: string, version: Policy['version'], lookup: Lookup): Ready['patterns'][number] {
  if (version !== '2012-10-17') return { set: arnSet(text), unsure: false };
  const tokens = compileWithVariables(text, lookup, true);
  if (tokens) return { set: tokenSet(tokens), unsure: false };
  // Each variable by itself: those with a value keep it, the others may stand for anything.
  const open = text.replace(/\$\{[^}]*\}/g, (variable) => (unresolved(variable, lookup) ? '*' : variable));
  return { set: tokenSet(compileWithVariables(open, lookup, true) ?? compileWildcard('*')), unsure: true };
}
