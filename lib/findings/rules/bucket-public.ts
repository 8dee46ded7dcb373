import type { Json, JsonObject } from '@/lib/collectors/types';
import type { Evidence, Severity } from '@/lib/schemas/finding';
import { publicByAcl, publicByPolicy } from '../bucket-access';
import { cli, hcl, terraform } from '../commands';
import { isObject, objects, textOf } from '../json';
import type { Judged, Rule } from '../types';

/** One setting of the bucket's own public access block; null when it was not read. */
function blocks({ attributes }: Judged, setting: 'restrictPublicBuckets' | 'ignorePublicAcls'): boolean | null {
  const block = attributes.publicAccessBlock;
  if (block === undefined) return null;
  return isObject(block) && block[setting] === true;
}

function ownersEnforced({ attributes }: Judged): boolean {
  const controls = attributes.ownershipControls;
  const rules = isObject(controls) ? objects(controls.rules) : [];
  const named = textOf(attributes.objectOwnership) ?? textOf(rules[0]?.objectOwnership);
  return named === 'BucketOwnerEnforced';
}

const grantsOf = ({ acl }: JsonObject): Json | undefined => (isObject(acl) ? acl.grants : acl);
const documentOf = ({ policy, policyDocument }: JsonObject): Json | undefined =>
  policyDocument === undefined ? policy : policyDocument;

type Way = { severity: Severity; text: string; lines: Evidence['lines'] };

function byPolicy(resource: Judged): Way | null {
  const { attributes } = resource;
  const document = documentOf(attributes);
  const found = document ? publicByPolicy(document, resource.arn ?? `arn:aws:s3:::${resource.name}`) : null;
  if (found) {
    const list = isObject(document) && Array.isArray(document.Statement) ? document.Statement : [];
    const named = policyLines(list, found.statements);
    const text = `Its policy lets anyone call ${found.actions.join(', ')}.`;
    return { severity: found.write ? 'critical' : 'high', text, lines: named };
  }
  const status = attributes.policyStatus;
  if (!isObject(status) || status.isPublic !== true) return null;
  const text =
    'AWS calls its policy public: a condition in it has no sure bound, though no caller is let in without one.';
  return { severity: 'medium', text, lines: [{ path: 'attributes.policyStatus.isPublic', value: true }] };
}

const policyLines = (list: Json[], indexes: readonly number[]) =>
  indexes.slice(0, 5).flatMap((index) => {
    const value = list[index];
    return value === undefined ? [] : [{ path: `attributes.policy.Statement[${index}]`, value }];
  });

function byAcl({ attributes }: Judged): Way | null {
  const grants = publicByAcl(grantsOf(attributes));
  if (grants.length === 0) return null;
  const what = [...new Set(grants.map(({ who, permission }) => `${who} ${permission}`))].join(', ');
  return {
    severity: grants.some(({ write }) => write) ? 'critical' : 'high',
    text: `Its access control list grants ${what}.`,
    lines: grants.slice(0, 5).map(({ index }) => ({
      path: `attributes.acl.grants[${index}]`,
      value: objects(grantsOf(attributes))[index] ?? null,
    })),
  };
}

export const bucketPublic: Rule = {
  id: 'bucket-public',
  version: 1,
  title: 'Bucket that is public',
  types: ['AWS::S3::Bucket'],
  why: 'Names of buckets are guessed and listed all day long. What is readable here is read, and what is writable here can be filled or replaced.',
  holds:
    "The bucket's policy lets callers without an identity in, or AWS calls it public, or its access control list grants a group of everybody; and the bucket's own public access block does not stop that.",
  judge(resource) {
    const [restricted, ignored] = [blocks(resource, 'restrictPublicBuckets'), blocks(resource, 'ignorePublicAcls')];
    const { attributes } = resource;
    const policy = restricted ? null : byPolicy(resource);
    const acl = ignored || ownersEnforced(resource) ? null : byAcl(resource);
    const ways = [policy, acl].filter((way) => way !== null);
    // Open by what was read, but whether the block stops it was not: that is no finding, and no end of one.
    if (policy && restricted === null) return 'unknown';
    if (acl && ignored === null) return 'unknown';
    if (ways.length === 0) {
      const unread = !restricted && documentOf(attributes) === undefined && attributes.policyStatus === undefined;
      return unread ? 'unknown' : null;
    }
    return {
      severity: ways.some(({ severity }) => severity === 'critical') ? 'critical' : (ways[0]?.severity ?? 'high'),
      evidence: {
        text: ways.map(({ text }) => text).join(' '),
        facts: [
          {
            term: 'Public access block',
            value: isObject(attributes.publicAccessBlock) ? 'does not stop it' : 'none on the bucket',
          },
          {
            term: "The account's block",
            value:
              "not known; if the account blocks public access, this is closed and the bucket's own setting is still wrong",
          },
        ],
        lines: ways.flatMap(({ lines }) => lines),
        calls: ['s3:GetBucketPolicy', 's3:GetBucketPolicyStatus', 's3:GetBucketAcl', 's3:GetBucketPublicAccessBlock'],
      },
    };
  },
  fix: (resource) => [
    {
      text: 'If it serves a website, serve it through CloudFront with origin access control; the bucket need not be public for that.',
    },
    cli('Block public access on the bucket. Whoever reads it without an identity is refused from then on.', resource, [
      's3api',
      'put-public-access-block',
      '--bucket',
      resource.name,
      '--public-access-block-configuration',
      'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    ]),
    terraform('The same in Terraform.', [
      'resource "aws_s3_bucket_public_access_block" "this" {',
      `  bucket                  = ${hcl(resource.name)}`,
      '  block_public_acls       = true',
      '  ignore_public_acls      = true',
      '  block_public_policy     = true',
      '  restrict_public_buckets = true',
      '}',
    ]),
  ],
};
