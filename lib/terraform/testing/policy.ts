type Loose = { Statement: Record<string, unknown>[] };

/** A policy document with lists for single values and in one order, so that two writings of one policy are equal. */
export function normalized(policy: Loose): unknown[] {
  return policy.Statement.map((statement) => ({
    ...statement,
    Action: sorted(statement.Action),
    Resource: sorted(statement.Resource),
    ...(statement.Condition === undefined ? {} : { Condition: conditions(statement.Condition) }),
  })).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

function conditions(of: unknown): unknown {
  return Object.fromEntries(
    Object.entries(of as Record<string, Record<string, unknown>>).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, sorted(values)])),
    ]),
  );
}

const sorted = (value: unknown): unknown[] => [value].flat().sort();
