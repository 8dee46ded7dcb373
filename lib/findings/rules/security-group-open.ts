import { plural } from '@/lib/format/number';
import type { Severity } from '@/lib/schemas/finding';
import { cli, terraform } from '../commands';
import { objects } from '../json';
import { type Opening, openPorts } from '../open-ports';
import type { Attachment, Rule } from '../types';

const SHOWN = 5;

/** Nothing listens behind a group that protects nothing; a public address makes it the Internet's. */
function severityOf(openings: readonly Opening[], attachment: Attachment | undefined): Severity {
  if (attachment?.attached === 0) return 'low';
  if (attachment && attachment.public === 0) return 'medium';
  const bad = openings.some(({ all, port }) => all || port?.level === 'admin');
  if (attachment) return bad ? 'critical' : 'high';
  return 'high';
}

function protects(attachment: Attachment | undefined): string {
  if (!attachment) return 'not known';
  if (attachment.attached === 0) return 'nothing';
  const examples = attachment.examples.join(', ');
  const open = attachment.public > 0 ? `, ${attachment.public} with a public address` : ', none with a public address';
  return `${plural(attachment.attached, 'resource')}${open}: ${examples}${attachment.attached > attachment.examples.length ? ' and others' : ''}`;
}

const named = ({ all, port }: Opening) => (all || !port ? 'all ports' : `${port.name} (${port.port})`);

export const securityGroupOpen: Rule = {
  id: 'security-group-open',
  version: 1,
  title: 'Security group open to the world on risky ports',
  types: ['AWS::EC2::SecurityGroup'],
  why: 'Scanners find an open administration or database port within minutes; from then on a weak password or an unpatched service is all that is between them and the machine.',
  holds:
    'Inbound rules let at least half of all IPv4 or IPv6 addresses reach everything, or a port of administration, a database or a cluster. Worse when the group protects something with a public address, less when it protects nothing.',
  judge(resource, { attachments }) {
    const { ipPermissions } = resource.attributes;
    if (!Array.isArray(ipPermissions)) return 'unknown';
    const openings = openPorts(ipPermissions);
    if (openings.length === 0) return null;
    const attachment = attachments.get(resource.id);
    const what = openings.map(named);
    const lines = [...new Set(openings.flatMap(({ permissions }) => permissions))].slice(0, SHOWN);
    return {
      severity: severityOf(openings, attachment),
      evidence: {
        text: `Anyone may reach ${what.slice(0, SHOWN).join(', ')}${what.length > SHOWN ? ` and ${what.length - SHOWN} more` : ''} through ${resource.name}.`,
        facts: [
          { term: 'Open to', value: [...new Set(openings.flatMap(({ blocks }) => blocks))].slice(0, SHOWN).join(', ') },
          { term: 'Ports', value: what.join(', ') },
          { term: 'Protects', value: protects(attachment) },
        ],
        lines: lines.map((index) => ({
          path: `attributes.ipPermissions[${index}]`,
          value: objects(ipPermissions)[index] ?? null,
        })),
        calls: ['ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces'],
      },
    };
  },
  fix(resource) {
    const openings = openPorts(resource.attributes.ipPermissions);
    const all = objects(resource.attributes.ipPermissions);
    const indexes = [...new Set(openings.flatMap(({ permissions }) => permissions))].slice(0, SHOWN);
    const revoke = indexes.map((index) => [
      'ec2',
      'revoke-security-group-ingress',
      '--group-id',
      resource.id,
      '--ip-permissions',
      JSON.stringify([asAsked(all[index] ?? {})]),
    ]);
    return [
      {
        text: 'For shells, use Session Manager: it needs no inbound port at all. For databases, let the group of the application in.',
      },
      ...(revoke.length > 0 ? [cli('Take the open rules away.', resource, ...revoke)] : []),
      terraform('Let in only who needs it.', [
        'resource "aws_vpc_security_group_ingress_rule" "application" {',
        `  security_group_id            = "${resource.id}"`,
        '  referenced_security_group_id = aws_security_group.application.id',
        '  ip_protocol                  = "tcp"',
        `  from_port                    = ${openings[0]?.port?.port ?? 443}`,
        `  to_port                      = ${openings[0]?.port?.port ?? 443}`,
        '}',
      ]),
    ];
  },
};

/** A permission with the addresses alone, in the spelling that the CLI takes. */
function asAsked(permission: Record<string, unknown>): object {
  const ranges = (value: unknown, from: string, to: string) =>
    (Array.isArray(value) ? value : []).map((range) => ({ [to]: (range as Record<string, unknown>)[from] }));
  return {
    IpProtocol: permission.ipProtocol,
    ...(permission.fromPort === undefined || permission.fromPort === null ? {} : { FromPort: permission.fromPort }),
    ...(permission.toPort === undefined || permission.toPort === null ? {} : { ToPort: permission.toPort }),
    IpRanges: ranges(permission.ipRanges, 'cidrIp', 'CidrIp'),
    Ipv6Ranges: ranges(permission.ipv6Ranges, 'cidrIpv6', 'CidrIpv6'),
  };
}
