'use client';
import { Tag } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import type { Resource } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';
import { Documents } from './documents';
import { factsOf } from './facts';
import { HistoryPanel } from './history';
import { ReachPanel } from './reach';
import { RelatedPanel } from './relationships';
import { DoneWith, ResourceEvents } from './resource-events';
import { ResourceFindings } from './resource-findings';
import { UserKeys } from './user-keys';
import { WhoMayAssume } from './who-may-assume';

/** What one wants to know of a resource at first sight; who gets in is first where somebody can. */
export function ResourceOverview({ resource }: { resource: Resource }) {
  const workspace = useWorkspaceId();
  const tags = Object.entries(resource.tags);
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,406px)]">
      <div className="grid min-w-0 gap-6">
        <ResourceFindings resource={resource} />
        {resource.type === 'AWS::IAM::AccessKey' ? <ReachPanel resource={resource} /> : null}
        {resource.type === 'AWS::IAM::Role' ? <WhoMayAssume resource={resource} /> : null}
        <Panel
          title="Attributes"
          end={
            <CopyButton
              text={() => JSON.stringify({ ...resource.attributes, tags: resource.tags }, null, 2)}
              label="Copy attributes as JSON"
            />
          }
        >
          <div className="grid gap-x-8 gap-y-2 md:grid-cols-2">
            {halves(factsOf(resource, workspace)).map((items, half) => (
              <DefinitionList
                key={half === 0 ? 'left' : 'right'}
                items={items}
                className="grid-cols-[116px_minmax(0,1fr)]"
              />
            ))}
          </div>
          <div className="mt-3 flex flex-wrap items-center gap-1.5 border-line border-t pt-3">
            <span className="mr-2 text-fg-3">Tags</span>
            {tags.length === 0 ? 'none' : null}
            {tags.map(([key, value]) => (
              <Tag key={key} title={`${key}=${value}`} className="max-w-full overflow-hidden">
                {value === '' ? key : `${key}=${value}`}
              </Tag>
            ))}
          </div>
        </Panel>
        {resource.type === 'AWS::IAM::User' ? <UserKeys user={resource} /> : null}
        <Documents resource={resource} />
        <RelatedPanel resource={resource} />
      </div>
      <div className="grid min-w-0 gap-6">
        <HistoryPanel resource={resource} />
        <ResourceEvents resource={resource} />
        <DoneWith resource={resource} />
      </div>
    </div>
  );
}

function halves<T>(items: T[]): [T[], T[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
