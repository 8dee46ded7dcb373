import type { z } from 'zod';
import type { AssumeNode } from '@/components/charts/assume-layout';
import { sentenceCase } from '@/components/resource/types';
import type { Tone } from '@/components/ui/tone';
import { arnName, splitArn } from '@/lib/format/arn';
import type { admittedSchema } from '@/lib/schemas/inventory';

export type Admitted = z.infer<typeof admittedSchema>;
type Risk = Admitted['risk'];

/** Risks from the worst, each with its word; `open` is a set of callers without a sure end. */
export const RISK = {
  open: { order: 0, tone: 'danger', word: 'open', text: 'callers without a sure end' },
  outsider: { order: 1, tone: 'warn', word: 'outsider', text: 'an account or issuer that is not of this workspace' },
  known_account: { order: 2, tone: 'neutral', word: 'known account', text: 'another account of this workspace' },
  same_account: { order: 3, tone: 'neutral', word: 'own account', text: 'the role’s own account' },
  service: { order: 4, tone: 'neutral', word: 'AWS service', text: 'AWS itself, on behalf of this account' },
  us: { order: 5, tone: 'success', word: 'Mooring', text: 'this workspace’s integration' },
} as const satisfies Record<Risk, { order: number; tone: Tone; word: string; text: string }>;

const KIND_WORD: Readonly<Record<string, string>> = {
  'exact-subject': 'One subject',
  'subject-pattern': 'Subjects by pattern',
  'any-subject': 'Every subject',
  'any-audience': 'Any audience',
  anyone: 'Anyone',
  account: 'Whole account',
  organization: 'Organization',
  session: 'Role session',
  'deleted-principal': 'Deleted principal',
  service: 'AWS service',
  'saml-provider': 'SAML provider',
  'web-provider': 'Web identity provider',
  unreadable: 'Policy not readable',
};

export const kindWord = (kind: string) =>
  Object.hasOwn(KIND_WORD, kind) ? (KIND_WORD[kind] as string) : sentenceCase(kind);

export function byRisk(admitted: readonly Admitted[]): Admitted[] {
  return [...admitted].sort((a, b) => RISK[a.risk].order - RISK[b.risk].order);
}

/** Who it is, shortly: the subject, else the provider, account, role or service. */
export function admittedName({ subjectPattern, principal }: Admitted): string {
  if (subjectPattern !== null && subjectPattern !== '*') return subjectPattern;
  const parts = splitArn(principal);
  if (!parts) return principal;
  const provider = parts.resource.match(/^(?:oidc|saml)-provider\/(.+)$/);
  if (provider) return provider[1] as string;
  return parts.resource === 'root' ? parts.account : arnName(principal);
}

/** An entry as the graph draws it. A wide set is red; who is only of elsewhere is said in words. */
export function admittedNode(entry: Admitted, index: number): AssumeNode {
  const issuer = splitArn(entry.principal)?.resource.match(/^oidc-provider\/(.+)$/)?.[1];
  const kind = issuer === 'token.actions.githubusercontent.com' ? 'GitHub Actions' : kindWord(entry.kind);
  return {
    id: `in-${index}`,
    kind,
    name: admittedName(entry),
    note: entry.risk === 'us' || entry.risk === 'open' ? RISK[entry.risk].text : RISK[entry.risk].word,
    risky: entry.risk === 'open',
  };
}
