export type FacetValue = { value: string; label?: string; count: number };

export type Facet = {
  id: string;
  /** "Type". */
  label: string;
  values: readonly FacetValue[];
  /** Values are machine words. */
  mono?: boolean;
};

/** Chosen values of each facet, by facet id. */
export type FacetChoice = Readonly<Record<string, readonly string[]>>;

export function chosen(choice: FacetChoice, facetId: string, value: string): boolean {
  return choice[facetId]?.includes(value) ?? false;
}

/** Adds or removes a value; a facet without any leaves the choice, so that it also leaves the URL. */
export function withToggled(choice: FacetChoice, facetId: string, value: string): FacetChoice {
  const before = choice[facetId] ?? [];
  const after = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
  const { [facetId]: _, ...rest } = choice;
  return after.length ? { ...rest, [facetId]: after } : rest;
}

export function choiceCount(choice: FacetChoice): number {
  return Object.values(choice).reduce((sum, values) => sum + values.length, 0);
}

/** The first `limit` values, and after them every chosen one, known or not: a filter that is on is always seen. */
export function shownValues(facet: Facet, choice: FacetChoice, limit: number): FacetValue[] {
  const first = facet.values.slice(0, limit);
  const shown = new Set(first.map(({ value }) => value));
  const others = (choice[facet.id] ?? []).filter((value) => !shown.has(value));
  return [
    ...first,
    ...others.map((value) => facet.values.find((known) => known.value === value) ?? { value, count: 0 }),
  ];
}
