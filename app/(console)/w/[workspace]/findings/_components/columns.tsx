import { SeverityMark } from '@/components/finding/severity';
import { MatchText } from '@/components/table/match-text';
import type { Column, NarrowRow } from '@/components/table/types';
import { Time } from '@/components/ui/time';
import type { Finding } from '@/lib/schemas/finding';

type Names = ReadonlyMap<string, string>;
type Open = (id: string) => void;

const RESOLVED = {
  fixed: 'fixed',
  resource_deleted: 'resource deleted',
  no_longer_watched: 'no longer watched',
  rule_changed: 'rule changed',
} as const satisfies Record<NonNullable<Finding['resolution']>, string>;

export function findingColumns(search: string, names: Names, open: Open): Column<Finding>[] {
  return [
    {
      id: 'resource',
      header: 'Resource',
      width: '21%',
      text: ({ resource }) => resource.name,
      cell: (finding) => <OpenButton finding={finding} search={search} open={open} />,
    },
    {
      id: 'severity',
      header: 'Severity',
      width: '15%',
      cell: ({ severity }) => <SeverityMark severity={severity} />,
    },
    {
      id: 'evidence',
      header: 'What was found',
      text: ({ evidence }) => evidence.text,
      cell: ({ title, evidence }) => (
        <>
          <span className="sr-only">{title}: </span>
          <MatchText text={evidence.text} search={search} />
        </>
      ),
    },
    {
      id: 'account',
      header: 'Account',
      width: '15%',
      text: ({ resource }) => resource.accountId,
      cell: ({ resource }) => names.get(resource.accountId) ?? <span className="mono">{resource.accountId}</span>,
    },
    { id: 'time', header: 'Found', width: '13%', cell: (finding) => <When finding={finding} /> },
  ];
}

function OpenButton({ finding, search, open }: { finding: Finding; search: string; open: Open }) {
  return (
    <button
      type="button"
      onClick={(event) => {
        event.stopPropagation();
        open(finding.id);
      }}
      aria-haspopup="dialog"
      className="max-w-full truncate text-left align-bottom font-medium hover:underline"
    >
      <MatchText text={finding.resource.name} search={search} />
    </button>
  );
}

function When({ finding }: { finding: Finding }) {
  if (finding.state === 'resolved' && finding.resolution) {
    return (
      <>
        {RESOLVED[finding.resolution]} <Time at={finding.resolvedAt} />
      </>
    );
  }
  if (finding.mute) return finding.mute.until ? <Time at={finding.mute.until} /> : 'until fixed';
  return <Time at={finding.firstSeenAt} />;
}

export function narrowFinding(search: string, names: Names, open: Open) {
  return (finding: Finding): NarrowRow => ({
    title: <OpenButton finding={finding} search={search} open={open} />,
    meta: <SeverityMark severity={finding.severity} look="plain" />,
    detail: (
      <>
        {finding.evidence.text} {names.get(finding.resource.accountId) ?? finding.resource.accountId},{' '}
        <When finding={finding} />
      </>
    ),
  });
}
