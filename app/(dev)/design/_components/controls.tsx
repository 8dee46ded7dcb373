'use client';
import { Download, Ellipsis, Play, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Arn } from '@/components/ui/arn';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { CopyButton } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { Tabs } from '@/components/ui/tabs';
import { Time } from '@/components/ui/time';

const ROLE = 'arn:aws:iam::730335184422:role/ci/deploy-checkout';
const LOADED = Date.now();

export function Controls() {
  const [view, setView] = useState<'graph' | 'list' | 'policy'>('graph');
  const [tab, setTab] = useState<'scans' | 'verification' | 'trust'>('scans');
  const [busy, setBusy] = useState(false);
  return (
    <>
      <Panel title="Buttons" fact="one primary a page; 32 px, 28 px inside panels, 40 px on touch">
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <Button intent="primary">Connect an account</Button>
            <Button keyCap="R">Run now</Button>
            <Button intent="ghost">Cancel</Button>
            <Button intent="danger">Delete payments-prod</Button>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <Button intent="primary" busy="Verifying">
              Verify the role
            </Button>
            <Button icon={RotateCw} busy={busy && 'Verifying'} onClick={() => setBusy(true)}>
              Verify again
            </Button>
            <Button disabledReason="A check has failed">Save and scan</Button>
            <Button intent="primary" disabledReason="A scan is running" keyCap="R">
              Run now
            </Button>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <Button size="sm" icon={Download}>
              Zip, 5 files
            </Button>
            <IconButton label="Export" icon={Download} intent="secondary" size="sm" />
            <IconButton label="More" icon={Ellipsis} intent="secondary" />
            <IconButton label="Refresh" icon={RotateCw} busy />
            <CopyButton text={ROLE} label="Copy role ARN" />
            <CopyButton text={ROLE} label="Copy role ARN">
              Copy ARN
            </CopyButton>
            <DropdownMenu
              label="Integration"
              trigger={<Button>Actions</Button>}
              groups={[
                { id: 'run', items: [{ id: 'run', label: 'Run now', icon: Play, keyCap: 'R' }] },
                {
                  id: 'end',
                  items: [
                    { id: 'stop', label: 'Stop scan', disabledReason: 'none runs' },
                    { id: 'delete', label: 'Delete payments-prod', icon: Trash2, danger: true },
                  ],
                },
              ]}
            />
          </div>
        </div>
      </Panel>
      <Panel title="Views, parts, filters" fact="segment, tabs, chip" end={<span>28 px inside</span>}>
        <div className="grid gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <Segment
              label="View"
              value={view}
              onChange={setView}
              options={[
                { value: 'graph', label: 'Graph' },
                { value: 'list', label: 'List' },
                { value: 'policy', label: 'Policy' },
              ]}
            />
            <Chip name="type" value="AWS::IAM::Role" onRemove={() => undefined} />
            <Chip name="tag" value="env=prod" onRemove={() => undefined} />
          </div>
          <Tabs
            label="Integration"
            value={tab}
            onChange={setTab}
            contentClassName="pt-3"
            tabs={[
              { value: 'scans', label: 'Scans', content: <p className="text-fg-2">Every hour at :20.</p> },
              { value: 'verification', label: 'Verification', count: '12 of 12', content: <p>All passed.</p> },
              { value: 'trust', label: 'Trust', content: <p>One statement.</p> },
            ]}
          />
          <DefinitionList
            items={[
              { term: 'ARN', value: <Arn arn={ROLE} label="Copy role ARN" /> },
              { term: 'Changed', value: <Time at={LOADED - 130_000} /> },
              { term: 'Last used', value: <Time at={null} /> },
              { term: 'Path', value: '/ci/', mono: true },
              { term: 'Policies', value: '3', number: true },
            ]}
          />
        </div>
      </Panel>
    </>
  );
}
