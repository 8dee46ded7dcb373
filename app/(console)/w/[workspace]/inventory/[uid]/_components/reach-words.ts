import { typeNouns } from '@/components/resource/type-nouns';
import type { Tone } from '@/components/ui/tone';
import { count, plural } from '@/lib/format/number';
import type { BlastRadius } from '@/lib/schemas/reach';

export type Level = BlastRadius['level'];
export type Verdict = 'allowed' | 'conditional' | 'denied';

/** What a level is called, and how bad it is that somebody has it. */
export const LEVEL = {
  none: { word: 'nothing', tone: 'neutral' },
  metadata: { word: 'read metadata', tone: 'neutral' },
  data: { word: 'read data', tone: 'warn' },
  write: { word: 'write', tone: 'warn' },
  permissions: { word: 'change permissions', tone: 'danger' },
  admin: { word: 'everything', tone: 'danger' },
} as const satisfies Record<Level, { word: string; tone: Tone }>;

export const LEVELS = ['metadata', 'data', 'write', 'permissions'] as const;

/** The answer in one or two sentences, the worst first. */
export function summaryOf(reach: BlastRadius): string {
  const { subject, key, level, reachable, roles, escalations } = reach;
  const who = key ? `Whoever has this key` : `This ${typeNouns(subject.type).noun}`;
  const unknown = reach.policies.some(({ known }) => known === 'not_known');
  const first =
    level === 'none'
      ? `${who} may do nothing by the policies that are known here.`
      : level === 'admin'
        ? `${who} may do everything in the account ${subject.accountId}.`
        : `${who} may at most ${LEVEL[level].word}${resourcesOf(reachable)}.`;
  const become = roles.length > 0 ? ` It may become ${roleCount(reach)}.` : '';
  const raise =
    level !== 'admin' && escalations.length > 0
      ? ` ${escalations.length === 1 ? 'One permission lets' : `${count(escalations.length)} permissions let`} it become more than it is.`
      : '';
  return `${first}${become}${raise}${unknown && level !== 'none' ? ' Not all of its policies are known.' : ''}`;
}

function resourcesOf(reachable: BlastRadius['reachable']): string {
  const [first, second] = reachable;
  if (!first) return '';
  const part = ({ type, reached, total }: typeof first) =>
    `${count(reached)} of ${plural(total, typeNouns(type).noun, typeNouns(type).nouns)}`;
  const others = reachable.length - (second ? 2 : 1);
  const named = second ? `${part(first)}, ${part(second)}` : part(first);
  return `: ${named}${others > 0 ? `, and resources of ${plural(others, 'other type')}` : ''}`;
}

function roleCount({ roles, moreRoles }: BlastRadius): string {
  const admins = roles.filter(({ level }) => level === 'admin').length;
  const all = `${plural(roles.length, 'role')}${moreRoles ? ' or more' : ''}`;
  if (admins === 0) return all;
  return roles.length === 1 ? 'a role that may do everything' : `${all}, of which ${count(admins)} may do everything`;
}
