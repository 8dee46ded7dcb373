import type { Difference } from './diff';

type Kind = 'created' | 'changed' | 'deleted' | 'recreated';
const VERB = { added: 'added', removed: 'removed', changed: 'changed' } as const satisfies Record<
  Difference['kind'],
  string
>;
const MOST = 3;

/**
 * What a version changed in a few words: "ingress rule added", "tag team changed", "statement Deploy of the trust policy
 * changed". At most three things are named, the others counted.
 */
export function changeSentence(kind: Kind, changes: readonly Difference[]): string {
  if (kind === 'created') return 'first seen';
  if (kind === 'deleted') return 'no longer there';
  const said = phrases(changes);
  const [first] = said;
  if (kind === 'recreated') return first === undefined ? 'made again' : `made again, ${list(said)}`;
  return first === undefined ? 'changed' : list(said);
}

function list(said: readonly string[]): string {
  const shown = said.slice(0, MOST);
  const more = said.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** One phrase a subject: differences below the same subject are one change of it, like ones are counted together. */
function phrases(changes: readonly Difference[]): string[] {
  const subjects = new Map<string, Set<Difference['kind']>>();
  for (const { path, kind } of changes) {
    const { subject, whole } = subjectOf(path);
    const kinds = subjects.get(subject) ?? new Set();
    subjects.set(subject, kinds.add(whole ? kind : 'changed'));
  }
  const counted = new Map<string, { noun: string; verb: string; count: number }>();
  for (const [subject, kinds] of subjects) {
    const [only] = kinds;
    const verb = kinds.size === 1 && only ? VERB[only] : VERB.changed;
    const noun = subject.replace(/ ?\[[^\]]*\]/g, '');
    const key = `${noun} ${verb}`;
    counted.set(key, { noun, verb, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return [...counted.values()].map(({ noun, verb, count }) =>
    count === 1 ? `${noun} ${verb}` : `${count} ${plural(noun)} ${verb}`,
  );
}

/** What a path is about. Things told apart keep a mark in brackets, which is not shown; `whole`: the path is the thing. */
function subjectOf(path: string): { subject: string; whole: boolean } {
  if (path.startsWith('(')) return { subject: 'order of items', whole: true };
  const tag = path.match(/^tags\.(.+)$/)?.[1];
  if (tag !== undefined) return { subject: `tag ${tag.replaceAll(/[[\]]/g, '')}`, whole: true };
  const inner = path.replace(/^attributes\./, '');
  const statement = inner.match(/^(.*?)(?:\.?)Statement\[([^\]]*)\](.*)$/);
  if (statement) {
    const [, holder = '', label = '', rest = ''] = statement;
    const of = holder === '' ? '' : ` of ${article(holder)}`;
    const named = /^[\w-]+$/.test(label) && !/^\d+$/.test(label);
    return {
      subject: `statement ${named ? `${label}` : `[${label}]`}${of}`.replace(/ {2,}/g, ' '),
      whole: rest === '',
    };
  }
  const item = inner.match(/^([^.[]+)\[([^\]]*)\](.*)$/);
  if (item) {
    const [, holder = '', label = '', rest = ''] = item;
    return { subject: `${itemWord(holder)}[${label}]`, whole: rest === '' };
  }
  const [top = inner, ...below] = inner.split('.');
  return { subject: words(top), whole: below.length === 0 };
}

const ITEMS: Readonly<Record<string, string>> = {
  ingress: 'ingress rule',
  egress: 'egress rule',
  ingressRules: 'ingress rule',
  egressRules: 'egress rule',
  ipPermissions: 'ingress rule',
  ipPermissionsEgress: 'egress rule',
  inlinePolicies: 'inline policy',
  attachedManagedPolicies: 'attached policy',
  versions: 'policy version',
};

function itemWord(holder: string): string {
  if (Object.hasOwn(ITEMS, holder)) return ITEMS[holder] ?? holder;
  const word = words(holder);
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** "the trust policy", "the inline policy deploy": what holds a statement. */
function article(holder: string): string {
  const item = holder.match(/^([^.[]+)\[([^\]]*)\]/);
  if (item) return `${itemWord(item[1] ?? '')} ${item[2] ?? ''}`;
  return `the ${words(holder.split('.')[0] ?? holder)}`;
}

const WORDS: Readonly<Record<string, string>> = {
  assumeRolePolicyDocument: 'trust policy',
  policyDocument: 'policy',
  maxSessionDuration: 'longest session',
  permissionsBoundaryArn: 'permissions boundary',
  arn: 'ARN',
};

function words(key: string): string {
  if (Object.hasOwn(WORDS, key)) return WORDS[key] ?? key;
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(mfa|arn|url|id|saml|oidc|ip|vpc|kms)\b/g, (word) => word.toUpperCase());
}

function plural(noun: string): string {
  if (/^statement/.test(noun)) return noun.replace('statement', 'statements');
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
