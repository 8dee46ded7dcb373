'use client';
import { AssumeGraph } from '@/components/charts/assume-graph';
import { KeyAges } from '@/components/charts/key-ages';
import { RateBars } from '@/components/charts/rate-bars';
import { ScopeGrid, type ScopeState } from '@/components/charts/scope-grid';
import { type Span, SpanLanes } from '@/components/charts/span-lanes';
import { Sparkline } from '@/components/charts/sparkline';
import { TypeBars } from '@/components/charts/type-bars';
import { Dot } from '@/components/ui/badge';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';

const REGIONS = ['global', 'us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'sa-east-1'];
const LETTERS: Record<string, ScopeState> = {
  d: 'complete',
  r: 'running',
  p: 'partial',
  x: 'denied',
  f: 'failed',
  q: 'queued',
};

/** A row of the grid from letters, one a region; a dot is not in this scope. */
const row = (label: string, letters: string) => ({
  id: label,
  label,
  cells: Object.fromEntries(
    [...letters].flatMap((letter, at) => {
      const state = LETTERS[letter];
      const region = REGIONS[at];
      return state && region ? [[region, state] as const] : [];
    }),
  ),
});

const START = Date.UTC(2026, 10, 20, 14, 20);
const SPANS: Span[] = [
  { id: '1', lane: 'payments-prod, iam', state: 'complete', from: START, to: START + 19_000 },
  { id: '2', lane: 'payments-prod, s3', state: 'denied', from: START + 1_000, to: START + 4_000 },
  { id: '3', lane: 'payments-prod, ec2', state: 'complete', from: START + 2_000, to: START + 24_000 },
  { id: '4', lane: 'payments-prod, ec2', state: 'partial', from: START + 25_000, to: START + 33_000 },
  { id: '5', lane: 'data-lake, iam', state: 'running', from: START + 20_000, to: null },
];

const wave = (length: number, base: number, swing: number) =>
  Array.from({ length }, (_, at) =>
    Math.round(base + swing * Math.sin(at / 9) + (at % 7) * 6 + (at === 70 ? base * 1.6 : 0)),
  );

export function Charts() {
  return (
    <>
      <Panel title="Access keys by age" fact="37 active">
        <div className="grid gap-6 md:grid-cols-[minmax(0,1fr)_168px]">
          <KeyAges
            limitLabel="rotate within 90 days"
            bins={[
              { label: '30 d', count: 5, level: 'fine' },
              { label: '60 d', count: 3, level: 'fine' },
              { label: '90 d', count: 5, level: 'fine' },
              { label: '180 d', count: 8, level: 'old' },
              { label: '1 y', count: 7, level: 'old' },
              { label: '2 y', count: 5, level: 'ancient' },
              { label: '3 y', count: 0, level: 'ancient' },
              { label: 'older', count: 1, level: 'ancient' },
            ]}
          />
          <div className="grid content-start gap-3 border-line md:border-l md:pl-6">
            <div>
              <div className="text-12 text-fg-3">Keys left</div>
              <div className="flex items-baseline gap-2">
                <b className="text-26 font-semibold tracking-[-0.02em] tabular-nums">37</b>
                <span className="text-12 text-fg-3">of 412</span>
              </div>
            </div>
            <Sparkline
              label="Keys left since March"
              values={[412, 412, 398, 350, 341, 260, 212, 180, 121, 118, 74, 61, 41, 37]}
            />
            <DefinitionList
              small
              items={[
                { term: 'Past 90 days', value: '21', number: true },
                { term: 'Never used', value: '6', number: true },
              ]}
            />
          </div>
        </div>
      </Panel>
      <Panel title="Resources by type" fact="48,213 in 208 accounts">
        <TypeBars
          label="Resources by type"
          bars={[
            { id: 'eni', label: 'AWS::EC2::NetworkInterface', value: 14820 },
            { id: 'role', label: 'AWS::IAM::Role', value: 9114 },
            { id: 'policy', label: 'AWS::IAM::ManagedPolicy', value: 3967 },
            { id: 'bucket', label: 'AWS::S3::Bucket', value: 1288 },
          ]}
        />
      </Panel>
      <Panel
        title="Events a minute"
        fact="last 2 hours"
        end={
          <>
            <Dot tone="success" live />
            212 a minute
          </>
        }
      >
        <RateBars
          label="Events a minute"
          values={wave(120, 180, 42)}
          ticks={['12:44', '13:14', '13:44', '14:14', 'now']}
        />
      </Panel>
      <Panel title="Rate and latency" fact="p95 and p50 on their own scale">
        <RateBars
          label="Events a minute"
          values={wave(90, 180, 40)}
          unit=" s"
          lines={[
            { label: 'latency, p95', values: wave(90, 50, 14).map((value) => value / 10) },
            { label: 'latency, p50', values: wave(90, 20, 6).map((value) => value / 10) },
          ]}
          ticks={['13:44', '14:14', 'now']}
          height={116}
        />
      </Panel>
      <Panel title="Scan running" fact="type by region" mark={<Dot tone="info" live />} className="xl:col-span-2">
        <ScopeGrid
          label="Scopes of this scan"
          regions={REGIONS}
          note="Denied and partial scopes delete nothing."
          rows={[
            row('IAM, 11 types', 'd......'),
            row('S3 buckets', 'x......'),
            row('Security groups', '.ddddrq'),
            row('Instances', '.dpfddq'),
          ]}
        />
      </Panel>
      <Panel title="Waterfall" fact="one lane a job">
        <SpanLanes label="Jobs of this scan" spans={SPANS} now={START + 41_000} />
      </Panel>
      <Panel title="Who may assume this role" fact="from its trust policy, read 2 min ago">
        <AssumeGraph
          self={{ id: 'self', kind: 'This role', name: 'deploy-checkout' }}
          admitted={[
            {
              id: 'gh',
              kind: 'GitHub Actions',
              name: 'repo:northquay/*',
              note: 'aud equals, sub by wildcard',
              risky: true,
            },
            { id: 'cb', kind: 'AWS service', name: 'codebuild.amazonaws.com', note: 'no conditions' },
            { id: 'tf', kind: 'Role, prod-platform', name: 'terraform-deploy-admin' },
          ]}
          reached={[
            { id: 'lw', kind: 'May assume', name: 'ledger-writer' },
            { id: 'cn', kind: 'May pass to EC2', name: 'checkout-node, +1' },
          ]}
        />
      </Panel>
    </>
  );
}
