import type { JsonObject } from '@/lib/collectors/types';
import { plural } from '@/lib/format/number';
import type { PolicyReading } from '@/lib/inventory/policy-readings';
import { SEVERITIES, type Severity } from '@/lib/schemas/finding';
import { cli } from '../commands';
import { isObject, objects, textOf } from '../json';
import { isForEverybody, issuerOf, type Width, widthOf } from '../subjects';
import type { Facts, Judged, Rule } from '../types';

const SHOWN = 5;
type Way = { reading: PolicyReading; severity: Severity; text: string };

const OF_WIDTH = {
  anyone: 'critical',
  issuer: 'high',
  owner: 'medium',
  project: 'low',
  narrow: null,
} as const satisfies Record<Width, Severity | null>;

const IN_WORDS = {
  anyone: 'anybody with an account there',
  issuer: 'everybody the issuer signs in',
  owner: 'everything of one owner or prefix',
  project: 'any branch, tag or pull request, or any account of the namespace',
  narrow: '',
} as const satisfies Record<Width, string>;

/** How bad one admission is; null for what is ours, and for what binds the caller to one known outside identity. */
function wayOf(reading: PolicyReading, { ourAccounts, ourOrganizations }: Facts): Way | null {
  const way = (severity: Severity | null, text = reading.text): Way | null => severity && { reading, severity, text };
  const provider = reading.principal ?? '';
  switch (reading.what) {
    case 'exact-subject':
    case 'saml-provider':
    case 'unreadable':
      return null;
    case 'anyone':
      return way('critical');
    case 'any-subject':
    case 'web-provider':
      return way(isForEverybody(provider) ? 'critical' : 'high');
    case 'subject-pattern': {
      const width = widthOf(provider, reading.subject ?? '*');
      return way(
        OF_WIDTH[width],
        `Subjects of ${issuerOf(provider)} that match ${reading.subject}: ${IN_WORDS[width]}.`,
      );
    }
    case 'any-audience':
      return way('low');
    case 'organization':
      return ourOrganizations.has(provider) ? null : way('high');
    default: {
      if (reading.principalAccount !== null && ourAccounts.has(reading.principalAccount)) return null;
      return way(reading.level === 'open' ? 'high' : 'medium');
    }
  }
}

const ADMIN = /:iam::aws:policy\/(AdministratorAccess|IAMFullAccess)$/;

function hasAdminRights({ readings, attributes }: Judged): boolean {
  return (
    readings.some(({ kind }) => kind === 'grants') ||
    objects(attributes.attachedManagedPolicies).some((one) => ADMIN.test(textOf(one.policyArn) ?? ''))
  );
}

const rank = (severity: Severity) => SEVERITIES.indexOf(severity);
const worse = (severity: Severity): Severity => SEVERITIES[Math.max(0, rank(severity) - 1)] ?? severity;

function statement({ attributes }: Judged, index: number | null): { path: string; value: JsonObject } | null {
  const document = attributes.assumeRolePolicyDocument;
  if (index === null || index < 0 || !isObject(document)) return null;
  const list = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const value = list[index];
  return isObject(value) ? { path: `attributes.assumeRolePolicyDocument.Statement[${index}]`, value } : null;
}

export const roleOpenToOutsiders: Rule = {
  id: 'role-open-to-outsiders',
  version: 1,
  title: 'Role that outsiders may assume',
  types: ['AWS::IAM::Role'],
  why: "Whoever assumes the role has all that it may do, from their own account or pipeline, and none of your sign-in rules stand in the way. It is how one supplier's break-in becomes yours.",
  holds:
    "The trust policy admits a principal of an account that is neither connected nor of the organization, anybody at all, or tokens whose subject is not bound to one repository's branch or one identity. Worse when the role has administrator rights.",
  judge(resource, facts) {
    const admits = resource.readings.filter(({ kind }) => kind === 'admits');
    const ways = admits
      .flatMap((reading) => wayOf(reading, facts) ?? [])
      .sort((a, b) => rank(a.severity) - rank(b.severity));
    const [worst] = ways;
    if (!worst) return admits.some(({ what }) => what === 'unreadable') ? 'unknown' : null;
    const admin = hasAdminRights(resource);
    const lines = ways.flatMap(({ reading }) => statement(resource, reading.statement) ?? []);
    const more = ways.length - SHOWN;
    return {
      severity: admin ? worse(worst.severity) : worst.severity,
      evidence: {
        text: `${worst.text}${ways.length > 1 ? ` And ${plural(ways.length - 1, 'way in', 'ways in')} more.` : ''}`,
        facts: [
          ...(ways.length > 1 ? ways.slice(0, SHOWN) : []).map(({ text }) => ({ term: 'Lets in', value: text })),
          ...(more > 0 ? [{ term: 'Lets in', value: `${more} more` }] : []),
          ...(admin ? [{ term: 'Rights', value: 'administrator' }] : []),
        ],
        lines: [...new Map(lines.map((line) => [line.path, line])).values()].slice(0, SHOWN),
        calls: ['iam:GetAccountAuthorizationDetails'],
      },
    };
  },
  fix(resource) {
    const federated = resource.readings.some(({ kind, subject }) => kind === 'admits' && subject !== null);
    return [
      federated
        ? {
            text: 'Pin the subject to what really runs: for GitHub one repository and branch or environment.',
            code: {
              label: 'Condition',
              language: 'json',
              text: JSON.stringify(
                {
                  StringEquals: {
                    'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                    'token.actions.githubusercontent.com:sub': 'repo:OWNER/REPOSITORY:environment:production',
                  },
                },
                null,
                2,
              ),
            },
          }
        : {
            text: "Name the one role of the other side instead of its account, and ask for an External ID if it is a supplier's. If the account is yours, connect it: then it counts as known.",
          },
      cli('Write the narrowed policy to trust.json and put it in place.', resource, [
        'iam',
        'update-assume-role-policy',
        '--role-name',
        resource.name,
        '--policy-document',
        'file://trust.json',
      ]),
      cli('If nobody knows what it is for, see when it was used last.', resource, [
        'iam',
        'get-role',
        '--role-name',
        resource.name,
        '--query',
        'Role.RoleLastUsed',
      ]),
    ];
  },
};
