/** What a kind of relationship is called from either end. Kinds are those of the collectors. */
const WORDS: Readonly<Record<string, { out: string; in: string }>> = {
  memberOf: { out: 'Member of', in: 'Members' },
  attached: { out: 'Attached policies', in: 'Attached to' },
  boundedBy: { out: 'Permissions boundary', in: 'Boundary of' },
  federatedBy: { out: 'Federated by', in: 'Federates' },
  trusts: { out: 'Trusts', in: 'Trusted by' },
  contains: { out: 'Contains', in: 'Contained in' },
  belongsTo: { out: 'Belongs to', in: 'Owns' },
  protectedBy: { out: 'Protected by', in: 'Protects' },
  allowsFrom: { out: 'Allows traffic from', in: 'Allowed in by' },
  runsAs: { out: 'Runs as', in: 'Runs' },
  routesTo: { out: 'Routes to', in: 'Routed to by' },
  encryptsWith: { out: 'Encrypted with', in: 'Encrypts' },
  uses: { out: 'Uses', in: 'Used by' },
  logsTo: { out: 'Logs to', in: 'Logs of' },
  deliversTo: { out: 'Delivers to', in: 'Delivered by' },
  peersWith: { out: 'Peers with', in: 'Peer of' },
  restoredFrom: { out: 'Restored from', in: 'Restored as' },
  mayAssume: { out: 'May assume', in: 'May be assumed by' },
};

/** "Attached policies", "Members". A kind without words is shown as it is written, with its direction. */
export function relationshipWord(kind: string, direction: 'in' | 'out'): string {
  const words = Object.hasOwn(WORDS, kind) ? WORDS[kind] : undefined;
  return words?.[direction] ?? (direction === 'out' ? kind : `${kind} (from there)`);
}
