/** AWS partitions: the region prefix that belongs to each and the DNS suffix of its endpoints. */
export const PARTITIONS = {
  aws: { regionPrefix: null, dnsSuffix: 'amazonaws.com' },
  'aws-cn': { regionPrefix: 'cn-', dnsSuffix: 'amazonaws.com.cn' },
  'aws-us-gov': { regionPrefix: 'us-gov-', dnsSuffix: 'amazonaws.com' },
  'aws-iso': { regionPrefix: 'us-iso-', dnsSuffix: 'c2s.ic.gov' },
  'aws-iso-b': { regionPrefix: 'us-isob-', dnsSuffix: 'sc2s.sgov.gov' },
  'aws-iso-e': { regionPrefix: 'eu-isoe-', dnsSuffix: 'cloud.adc-e.uk' },
  'aws-iso-f': { regionPrefix: 'us-isof-', dnsSuffix: 'csp.hci.ic.gov' },
  'aws-eusc': { regionPrefix: 'eusc-', dnsSuffix: 'amazonaws.eu' },
} as const satisfies Record<string, { regionPrefix: string | null; dnsSuffix: string }>;

export type Partition = keyof typeof PARTITIONS;

export type RoleArn = {
  arn: string;
  partition: Partition;
  accountId: string;
  /** Begins and ends with a slash; `/` when the role has no path. */
  path: string;
  name: string;
};

/** What is wrong with a typed-in value, in words its author can act on; `suggestion` is a value to put in its place. */
export type ArnProblem = { message: string; suggestion?: string };
export type ArnResult<T> = { ok: true; value: T } | { ok: false; problem: ArnProblem };

const EXAMPLE = 'arn:aws:iam::123456789012:role/mooring-scanner';
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const MAX_ARN = 2048;
const MAX_PATH = 512;

export function isPartition(text: string): text is Partition {
  return Object.hasOwn(PARTITIONS, text);
}

/** The partition a region belongs to; an unknown prefix is the commercial partition. */
export function partitionOfRegion(region: string): Partition {
  for (const [name, { regionPrefix }] of Object.entries(PARTITIONS)) {
    if (regionPrefix && region.startsWith(regionPrefix) && isPartition(name)) return name;
  }
  return 'aws';
}

/** `null` when the text is an account id, else what is wrong with it. */
export function accountIdProblem(text: string): ArnProblem | null {
  if (/^\d{12}$/.test(text)) return null;
  if (text === '') return { message: 'The account is missing; AWS accounts have 12 digits.' };
  if (/^\d{4}-\d{4}-\d{4}$/.test(text)) {
    return { message: 'Write the account without dashes.', suggestion: text.replaceAll('-', '') };
  }
  if (/^\d+$/.test(text)) {
    return { message: `The account has ${text.length} digit${text.length === 1 ? '' : 's'}; AWS accounts have 12.` };
  }
  return { message: `The account "${shown(text)}" is not a number; AWS accounts have 12 digits.` };
}

/** `null` when IAM accepts the text as a role name (1-64 of letters, digits and `_+=,.@-`), else what is wrong. */
export function roleNameProblem(name: string): ArnProblem | null {
  if (ROLE_NAME.test(name)) return null;
  if (name === '') return { message: 'The role name is missing.' };
  if (name.length > 64) return { message: `The role name has ${name.length} characters; IAM allows 64.` };
  const bad = [...name].find((char) => !/[\w+=,.@-]/.test(char)) ?? '';
  return { message: `A role name cannot contain ${named(bad)}; IAM allows letters, digits and _+=,.@-.` };
}

/**
 * Parses an IAM role's ARN as AWS writes it: `arn:<partition>:iam::<12 digits>:role[/path]/name`.
 * White space around the text is ignored. Never throws: a problem says what to change.
 */
export function parseRoleArn(input: string): ArnResult<RoleArn> {
  const text = input.trim();
  const problem = outerProblem(text);
  if (problem) return { ok: false, problem };
  const [, partition = '', service = '', region = '', accountId = '', ...rest] = text.split(':');
  const resource = rest.join(':');
  if (!isPartition(partition)) {
    const known = Object.keys(PARTITIONS).join(', ');
    return refuse(`"${shown(partition)}" is not an AWS partition; the known ones are ${known}.`);
  }
  if (service === 'sts') return assumedRoleProblem(partition, accountId, resource);
  if (service !== 'iam') return refuse(`This is an ARN of the service "${shown(service)}"; a role's says "iam".`);
  if (region !== '') {
    return refuse(
      `An IAM ARN has no region, but this one says "${shown(region)}"; leave it empty.`,
      `arn:${partition}:iam::${accountId}:${resource}`,
    );
  }
  const account = accountIdProblem(accountId);
  if (account) {
    const fixed = account.suggestion && `arn:${partition}:iam::${account.suggestion}:${resource}`;
    return refuse(account.message, fixed);
  }
  return parseResource(text, partition, accountId, resource);
}

export function formatRoleArn(role: { partition: Partition; accountId: string; path?: string; name: string }): string {
  return `arn:${role.partition}:iam::${role.accountId}:role${role.path ?? '/'}${role.name}`;
}

function parseResource(arn: string, partition: Partition, accountId: string, resource: string): ArnResult<RoleArn> {
  const kind = resource.split('/', 1)[0] ?? '';
  if (kind !== 'role') {
    if (kind === 'root') return refuse('This is the whole account (root); paste the ARN of a role in it.');
    return refuse(`This is the ARN of "${shown(kind)}"; a role's has "role/" after the account.`);
  }
  if (!resource.startsWith('role/')) return refuse('The role name is missing after "role".');
  const end = resource.lastIndexOf('/');
  const path = resource.slice('role'.length, end + 1);
  const name = resource.slice(end + 1);
  const nameProblem = roleNameProblem(name);
  if (nameProblem) return { ok: false, problem: nameProblem };
  if (path.length > MAX_PATH) return refuse(`The role's path has ${path.length} characters; IAM allows ${MAX_PATH}.`);
  if (path.includes('//')) return refuse('The role\'s path contains "//"; remove one slash.');
  if (path.startsWith('/aws-service-role/')) {
    return refuse('This is a service-linked role: only its AWS service can assume it. Make a role for Mooring.');
  }
  return { ok: true, value: { arn, partition, accountId, path, name } };
}

function outerProblem(text: string): ArnProblem | null {
  if (text === '') return { message: `Paste the role's ARN, such as ${EXAMPLE}.` };
  if (text.length > MAX_ARN) return { message: `This has ${text.length} characters; an ARN has at most ${MAX_ARN}.` };
  const strange = [...text].findIndex((char) => char < '!' || char > '~');
  if (strange >= 0) {
    return { message: `Character ${strange + 1} is ${named([...text][strange] ?? '')}; remove it.` };
  }
  if (/^["'`].*["'`]$/.test(text))
    return { message: 'Remove the quotes around the ARN.', suggestion: text.slice(1, -1) };
  if (/^\d{12}$/.test(text))
    return { message: `This is an account id; paste the ARN of the role in it, such as ${EXAMPLE}.` };
  if (!text.startsWith('arn:')) return { message: `An ARN begins with "arn:", such as ${EXAMPLE}.` };
  if (text.split(':').length < 6) return { message: `This ARN is incomplete; a role's looks like ${EXAMPLE}.` };
  return null;
}

/** What `sts get-caller-identity` prints is a session; the role it came from is not certain, since its path is lost. */
function assumedRoleProblem(partition: Partition, accountId: string, resource: string): ArnResult<never> {
  const name = /^assumed-role\/([\w+=,.@-]{1,64})\//.exec(resource)?.[1];
  if (!name || accountIdProblem(accountId)) return refuse('This is an STS ARN; paste the ARN of the IAM role itself.');
  return refuse('This is a session of a role, not the role.', formatRoleArn({ partition, accountId, name }));
}

function refuse(message: string, suggestion?: string): { ok: false; problem: ArnProblem } {
  return { ok: false, problem: suggestion ? { message, suggestion } : { message } };
}

/** Typed-in text inside a message: printable ASCII, at most 40 characters. */
function shown(text: string): string {
  const clean = text.replace(/[^!-~ ]/g, '?');
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
}

function named(char: string): string {
  if (char === ' ') return 'a space';
  const code = char.codePointAt(0) ?? 0;
  return char > ' ' && char <= '~'
    ? `"${char}"`
    : `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
