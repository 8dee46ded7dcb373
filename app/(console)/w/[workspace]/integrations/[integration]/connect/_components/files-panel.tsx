'use client';
import { type ReactNode, useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { type Explanation, Explanations, explanationAt } from '@/components/code/explanations';
import type { CodeLanguage } from '@/components/code/highlight';
import { PERMISSION_SET_ORDER, PERMISSION_SET_WORDS } from '@/components/integration/permission-sets';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { Tabs } from '@/components/ui/tabs';
import type { Rendered } from '@/lib/schemas/integration';
import { useMay } from '../../../../../../_components/session';
import type { Format } from './step-props';
import type { Draft } from './use-draft';

type File = Rendered['files'][number];
type Props = { rendered: Rendered; format: Format; draft: Draft; children: ReactNode };

/** The files to read, and beside them what each part does: a line finds its words and the words light their lines. */
export function FilesPanel({ rendered, format, draft, children }: Props) {
  const files = format === 'terraform' ? rendered.files : [rendered.cloudFormation.template];
  const [chosenPath, setPath] = useState<string | null>(null);
  const [currentId, setCurrent] = useState<string | null>(null);
  const file = files.find(({ path }) => path === chosenPath) ?? files[0];
  const explanations = explanationsOf(rendered, file?.path);
  const current = explanations.find(({ id }) => id === currentId);
  const onLine = (line: number) => {
    const found = explanationAt(explanations, line);
    if (found) setCurrent(found.id);
  };
  if (!file) return null;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
      <Panel flush label="Files to apply">
        <Tabs
          label="Files"
          value={file.path}
          onChange={setPath}
          mono
          className="px-3 pt-1 md:px-4"
          tabs={files.map((each) => ({
            value: each.path,
            label: each.path,
            content: (
              <CodeBlock
                label={each.path}
                code={each.content}
                language={languageOf(each)}
                lit={current?.lines ?? null}
                onLine={onLine}
                className="max-xl:max-h-[420px]"
              />
            ),
          }))}
        />
      </Panel>
      <div className="grid gap-6">
        <Panel title="What it does" fact={file.path} flush footer={<PermissionSetChoice draft={draft} />}>
          {explanations.length > 0 ? (
            <Explanations explanations={explanations} current={current?.id ?? null} onCurrent={setCurrent} />
          ) : format === 'terraform' ? (
            <p className="p-4 text-fg-2">
              {PLAIN_FILES[file.path] ?? 'Nothing in this file makes anything in the account.'}
            </p>
          ) : (
            <p className="p-4 text-fg-2">
              One stack, <code>{rendered.cloudFormation.stackName}</code>, with the same provider, role and policies as
              the Terraform. Deleting the stack removes all of them.
            </p>
          )}
        </Panel>
        {children}
      </div>
    </div>
  );
}

/** What the role may read can still be changed here; the files follow. */
function PermissionSetChoice({ draft }: { draft: Draft }) {
  const may = useMay('integration:write');
  const [problem, setProblem] = useState<string | null>(null);
  const { options } = draft.base;
  const choose = async (permissionSet: (typeof PERMISSION_SET_ORDER)[number]) => {
    setProblem(null);
    await draft
      .save({ options: { ...options, permissionSet } })
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : 'Not saved.'));
  };
  return (
    <div className="grid justify-items-start gap-1.5 py-2">
      <span className="font-medium text-fg">What the role may read</span>
      {may ? (
        <Segment
          label="What the role may read"
          value={options.permissionSet}
          onChange={(set) => void choose(set)}
          options={PERMISSION_SET_ORDER.map((value) => ({ value, label: PERMISSION_SET_WORDS[value].short }))}
        />
      ) : null}
      <span>{PERMISSION_SET_WORDS[options.permissionSet].text}</span>
      {problem ? <Note tone="danger">{problem}</Note> : null}
    </div>
  );
}

/** Files without a block that makes or decides something. */
const PLAIN_FILES: Readonly<Record<string, string>> = {
  'mooring.auto.tfvars.json':
    'The values of this draft. Terraform takes them as text, so none of them can become code.',
  'variables.tf': 'What can be set, and what each value must look like.',
  'versions.tf': 'Which Terraform and which AWS provider this was written for.',
};

function explanationsOf({ explanations }: Rendered, file: string | undefined): Explanation[] {
  return explanations
    .filter(({ path }) => path === file)
    .map(({ path, fromLine, toLine, title, text }) => ({
      id: `${path}:${fromLine}`,
      title,
      lines: { from: fromLine, to: toLine },
      text: <span className="[overflow-wrap:anywhere]">{text}</span>,
    }));
}

function languageOf({ language }: File): CodeLanguage {
  return language === 'hcl' || language === 'json' || language === 'yaml' ? language : 'text';
}
