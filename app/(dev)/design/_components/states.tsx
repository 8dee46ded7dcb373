'use client';
import { Hourglass, RadioTower } from 'lucide-react';
import { DiffView } from '@/components/code/diff-view';
import { Badge, Dot, SandboxMark, Tag } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ClauseTable } from '@/components/ui/clause-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { ProgressBar, ShareBar } from '@/components/ui/progress-bar';
import { SkeletonRows } from '@/components/ui/skeleton';
import { StateWord } from '@/components/ui/state-word';
import { STATES, type StateName } from '@/components/ui/states';
import { Stepper } from '@/components/ui/stepper';
import { type Step, Steps } from '@/components/ui/steps';

const WIZARD = [
  { id: 'scope', title: 'Scope' },
  { id: 'name', title: 'Name and region' },
  { id: 'apply', title: 'Apply' },
  { id: 'verify', title: 'Verify' },
  { id: 'scan', title: 'First scan' },
];

const BEFORE = `{
  "Condition": {
    "StringEquals": { "issuer.mooring.test/oidc/01980:aud": "mooring" },
    "StringLike": { "issuer.mooring.test/oidc/01980:sub": "workspace:01980:*" }
  }
}`;
const AFTER = `{
  "Condition": {
    "StringEquals": {
      "issuer.mooring.test/oidc/01980:aud": "mooring",
      "issuer.mooring.test/oidc/01980:sub": "workspace:01980:integration:7f3a"
    }
  }
}`;

const STEPS: Step[] = [
  {
    id: 'arn',
    state: 'passed',
    name: 'Role ARN',
    evidence: <code>arn:aws:iam::339712905844:role/mooring-scanner</code>,
    time: '1 ms',
  },
  {
    id: 'assume',
    state: 'passed',
    name: 'AssumeRoleWithWebIdentity',
    evidence: 'allowed on the 3rd try, after 9.1 s: the role was new',
    time: '9.1 s',
  },
  {
    id: 'aud',
    state: 'refused',
    name: 'Wrong audience',
    evidence: (
      <>
        AWS said <code>InvalidIdentityToken</code>: Incorrect token audience
      </>
    ),
    time: '131 ms',
  },
  {
    id: 'sub',
    state: 'let in',
    name: 'Foreign subject',
    evidence: 'AWS gave credentials for one hour; they were not used',
    time: '140 ms',
    children: (
      <>
        <p className="max-w-[74ch] text-fg-2">
          AWS accepted a token of another integration of this workspace. The second condition compares with a wildcard,
          so everything after <code>workspace:01980:</code> passes.
        </p>
        <ClauseTable
          caption="Trust policy compared with the probe’s token"
          hasHead="Probe’s token has"
          clauses={[
            {
              id: 'p',
              clause: 'Principal',
              comparedBy: 'Federated',
              wants: '…oidc/01980',
              has: '…oidc/01980',
              result: 'matches',
            },
            { id: 'a', clause: 'aud', comparedBy: 'StringEquals', wants: 'mooring', has: 'mooring', result: 'matches' },
            {
              id: 's',
              clause: 'sub',
              comparedBy: 'StringLike',
              wants: 'workspace:01980:*',
              has: 'workspace:01980:integration:probe-4f1c',
              result: 'matches, must not',
              bad: true,
            },
          ]}
        />
        <DiffView label="Trust policy" before={BEFORE} after={AFTER} />
      </>
    ),
  },
  {
    id: 'fresh',
    state: 'waiting for AWS',
    name: 'Permissions',
    evidence: 'the role is 8 s old; trying again in 4 s',
    time: '8.0 s',
  },
  {
    id: 'write',
    state: 'running',
    name: 'Writes nothing',
    evidence: '260 of 412 write and admin actions simulated, none allowed so far',
    time: '1.1 s',
  },
  { id: 'late', state: 'waits', name: 'Expired token', evidence: 'after the positive control' },
];

export function States() {
  return (
    <>
      <Panel title="State words" fact="always a shape and a word">
        <div className="flex flex-wrap gap-2">
          {(Object.keys(STATES) as StateName[]).map((state) => (
            <StateWord key={state} state={state} />
          ))}
          <Badge>organization</Badge>
          <SandboxMark />
          <Tag>env=prod</Tag>
          <StateWord state="open role" look="plain" />
          <span className="inline-flex items-center gap-2">
            <Dot tone="success" live />4 sources
          </span>
        </div>
      </Panel>
      <Panel title="Notes" fact="inside the page, never floating">
        <div className="grid gap-2">
          <Note tone="info" icon={Hourglass}>
            The role is 8 s old. AWS may take up to a minute to know it everywhere; trying again in 4 s.
          </Note>
          <Note tone="warn">
            Attached, but the profile is paused, so nothing is read.{' '}
            <a className={inlineLinkClass} href="/design">
              Resume profile
            </a>
          </Note>
          <Note tone="danger" title="AWS refused">
            <code>Not authorized to perform sts:AssumeRoleWithWebIdentity</code>
          </Note>
          <Note tone="sandbox" action={<Button size="sm">Apply in the sandbox</Button>}>
            No account at hand? Apply the same files to the built-in stand-in for AWS.
          </Note>
        </div>
      </Panel>
      <Panel title="Steps" fact="a failure opens in place" end="12.8 s" flush className="xl:col-span-2">
        <Steps label="Verification" steps={STEPS} />
      </Panel>
      <Panel title="Where one is" fact="wizard, progress, shares">
        <div className="grid gap-4">
          <Stepper steps={WIZARD} current="verify" link={(step, title) => <a href={`#${step.id}`}>{title}</a>} />
          <ProgressBar label="Scopes done" done={71} total={84} />
          <ShareBar
            label="9 passed, 1 failed, 2 running"
            total={12}
            parts={[
              { tone: 'success', value: 9 },
              { tone: 'danger', value: 1 },
            ]}
          />
        </div>
      </Panel>
      <Panel title="Loading" fact="after 200 ms" flush>
        <SkeletonRows rows={3} />
      </Panel>
      <Panel title="Could not be read" fact="what happened, what still holds, what to do" flush>
        <ErrorState title="The inventory could not be read" requestId="req_01JD3K9Q" onRetry={() => undefined}>
          The database did not answer within 5 s. Scans go on and nothing is lost.
        </ErrorState>
      </Panel>
      <Panel title="Nothing yet" flush>
        <EmptyState
          icon={RadioTower}
          title="No event source is attached"
          action={<Button size="sm">Add an event source</Button>}
        >
          Scans run every hour. With an event source, a change in AWS is here within seconds, with who did it.
        </EmptyState>
      </Panel>
    </>
  );
}
