/** What AWS's names of reading calls begin with; `Get` and `List` alone are most of them. */
const READS =
  /^(?:Admin)?(?:Describe|Get|List|Head|Lookup|Search|Query|Scan|Select|View|Check|Validate|Verify|Simulate|Estimate|Preview|Discover|Detect|Filter|Batch(?:Get|Describe|Check|Detect)|Assume(?:Role|Root)|Decode|Decrypt|Encrypt|ReEncrypt|GenerateDataKey|GenerateMac|GenerateRandom|VerifyMac|DeriveSharedSecret|ConsoleLogin|SwitchRole|ExitRole|RenewRole|Invoke)/;

/** Calls that begin like a reading one and are none; `GetFederationToken` and `GetSessionToken` change no resource. */
const CHANGES: ReadonlySet<string> = new Set(['CheckoutLicense', 'InvokeInlineAgent', 'ListingChange']);

/**
 * Whether a call only reads, told by its name: for records that lack `readOnly` (event versions before 1.06, sign-ins).
 * Sign-ins, tokens and cryptography count as reads: they change nothing that an inventory keeps.
 */
export function readsByName(eventName: string): boolean {
  return READS.test(eventName) && !CHANGES.has(eventName);
}
