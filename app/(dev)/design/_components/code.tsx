'use client';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { type Explanation, Explanations, explanationAt } from '@/components/code/explanations';
import { JsonView } from '@/components/code/json-view';
import { Panel } from '@/components/ui/panel';

const HCL = `# AWS learns to trust this install's signature
resource "aws_iam_openid_connect_provider" "mooring" {
  count          = var.existing_provider_arn == null ? 1 : 0
  url            = var.issuer_url
  client_id_list = [var.audience]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    condition {
      test     = "StringEquals"
      variable = "\${local.issuer_host}:sub"
      values   = [var.subject]
    }
  }
}

resource "aws_iam_role" "mooring" {
  name                 = var.role_name
  max_session_duration = 3600
}`;

const PARTS: Explanation[] = [
  {
    id: 'provider',
    title: 'Identity provider',
    lines: { from: 2, to: 6 },
    text: 'AWS checks our signature against the keys published at the issuer. On its own it allows nothing.',
  },
  {
    id: 'trust',
    title: 'Trust policy',
    lines: { from: 8, to: 18 },
    text: 'Only a token with exactly this audience and this subject gets in.',
  },
  {
    id: 'role',
    title: 'Role',
    lines: { from: 20, to: 23 },
    text: 'What Mooring becomes while it scans, for an hour at most.',
  },
];

const COMMANDS = `unzip mooring-payments-prod.zip
cd mooring-payments-prod
terraform init && terraform apply
terraform output -raw role_arn`;

const YAML = `# a projected token
serviceAccountToken:
  audience: "mooring"
  expirationSeconds: 600`;

const EVENT = {
  eventName: 'UpdateAssumeRolePolicy',
  awsRegion: 'us-east-1',
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'terraform-runner' } } },
  resources: [{ ARN: 'arn:aws:iam::730335184422:role/deploy-checkout' }],
  readOnly: false,
  latencySeconds: 2.4,
  errorCode: null,
};

export function Code() {
  const [part, setPart] = useState('trust');
  const lit = PARTS.find((one) => one.id === part)?.lines;
  return (
    <>
      <Panel title="Code" fact="HCL, with the explained lines lit" flush>
        <CodeBlock
          label="main.tf"
          code={HCL}
          language="hcl"
          lit={lit}
          onLine={(line) => setPart(explanationAt(PARTS, line)?.id ?? part)}
        />
      </Panel>
      <Panel title="What it does" fact="3 to add, 0 to change, 0 to destroy" flush>
        <Explanations explanations={PARTS} current={part} onCurrent={setPart} />
      </Panel>
      <Panel title="Commands and YAML" flush>
        <CodeBlock label="Commands" code={COMMANDS} language="bash" plain />
        <div className="border-line border-t">
          <CodeBlock label="Token volume" code={YAML} language="yaml" />
        </div>
      </Panel>
      <Panel title="JSON" fact="a tree that opens and closes">
        <JsonView label="Event" value={EVENT} depth={1} />
      </Panel>
    </>
  );
}
