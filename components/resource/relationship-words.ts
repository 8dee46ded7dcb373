/** What a kind of relationship is called from either end. Kinds are those of the collectors. */
const WORDS: Readonly<Record<string, { out: string; in: string }>> = {
  memberOf: { out: 'Member of', in: 'Members' },
  attached: { out: 'Attached policies', in: 'Attached to' },
  boundedBy: { out: 'Permissions boundary', in: 'Boundary of' },
  federatedBy: { out: 'Federated by', in: 'Federates' },
  trusts: { out: 'Trusts', in: 'Trusted by' },
  contains: { out: 'Contains', in: 'Contained in' },
  belongsTo: { out: 'Belongs to', in: 'Owns' },
};

/** "Attached policies", "Members". A kind without words is shown as it is written, with its direction. */
export function relationshipWord(kind: string, direction: 'in' | 'out'): string {
  const words = Object.hasOwn(WORDS, kind) ? WORDS[kind] : undefined;
  return words?.[direction] ?? (direction === 'out' ? kind : `${kind} (from there)`);
}
