import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { ScrollRegion } from '@/components/ui/scroll-region';

export type Clause = {
  id: string;
  clause: ReactNode;
  comparedBy: ReactNode;
  wants: ReactNode;
  has: ReactNode;
  /** "matches", "does not match", "matches, must not". */
  result: string;
  bad?: boolean;
};

export type ClauseTableProps = { caption: string; wantsHead?: string; hasHead?: string; clauses: readonly Clause[] };

/** A policy's clauses beside what a token has, the clause that decides marked. */
export function ClauseTable({ caption, wantsHead = 'Policy says', hasHead = 'Token has', clauses }: ClauseTableProps) {
  return (
    <ScrollRegion label={caption} className="overflow-x-auto rounded-2 border border-line">
      <table className="tbl min-w-[680px] text-12">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th className="w-[11%]">Clause</th>
            <th className="w-[15%]">Compared by</th>
            <th className="w-[27%]">{wantsHead}</th>
            <th className="w-[33%]">{hasHead}</th>
            <th className="fit">Result</th>
          </tr>
        </thead>
        <tbody>
          {clauses.map(({ id, clause, comparedBy, wants, has, result, bad }) => (
            <tr key={id} data-tone={bad ? 'danger' : 'neutral'} className={bad ? 'bg-tone-soft' : undefined}>
              <td className={bad ? 'font-semibold' : undefined}>{clause}</td>
              <td className="mono text-fg-2">{comparedBy}</td>
              <td className="mono" title={typeof wants === 'string' ? wants : undefined}>
                {wants}
              </td>
              <td className="mono" title={typeof has === 'string' ? has : undefined}>
                {has}
              </td>
              <td className="fit">
                <Badge tone={bad ? 'danger' : 'neutral'} icon={bad ? X : undefined}>
                  {result}
                </Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
